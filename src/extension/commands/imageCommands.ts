import type { BuildEvent } from '../../core/ports/containerEngine.ts';
import type { BuiltImage } from '../../core/image/builtImage.ts';
import { aboutFunction } from '../aboutFunction.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { withProgress } from '../progress.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';

/** Builds the image of a function for linux/amd64. */
export async function buildImage(services: Services, target?: FunctionTarget): Promise<BuiltImage> {
  requireTrust();
  const { spec } = await pickFunction(services, target);
  return withProgress(`Building ${spec.functionName}`, (report, signal) => {
    let percent = 0;
    const onEvent = (event: BuildEvent): void => {
      if (event.kind !== 'step') return;
      const reached = ((event.step - 1) / event.total) * 100;
      report(`${event.step}/${event.total} ${event.text}`, Math.max(0, reached - percent));
      percent = Math.max(percent, reached);
    };
    return services.emulator.build(spec.id, { signal, onEvent });
  }).catch(aboutFunction(spec));
}
