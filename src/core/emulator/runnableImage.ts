import type { ContainerEngine, ImageFacts } from '../ports/containerEngine.ts';
import { FcError } from '../shared/fcError.ts';
import { requireFcPlatform } from '../image/requireFcPlatform.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';

export interface RunnableImage {
  readonly image: ImageFacts;
  /** Milliseconds spent looking it up, and fetching it from its registry. */
  readonly imageMs: number;
  readonly pullMs: number;
}

/**
 * The function's image as the engine has it; fetched first when it is missing and the settings say so.
 * @throws FcError `ImageMissing`, `ImageNotAmd64`; AbortError
 */
export async function runnableImage(
  { clock, settings, log, changed }: EmulatorContext,
  engine: ContainerEngine,
  record: FunctionRecord,
  signal: AbortSignal,
): Promise<RunnableImage> {
  const { functionName, container } = record.spec;
  const ref = container.image;
  const begun = clock.monotonicMs();
  let image = await engine.images.inspect(ref, signal);
  const imageMs = clock.monotonicMs() - begun;
  let pullMs = 0;
  const say = (text: string): void => log.write({ time: clock.now(), functionName, source: 'platform', text });
  if (image === undefined && settings().pullMissingImage) {
    say(`Pulling ${ref}`);
    await engine.images.pull(ref, say, signal);
    image = await engine.images.inspect(ref, signal);
    pullMs = clock.monotonicMs() - begun - imageMs;
  }
  record.image = image;
  record.isImageMissing = image === undefined;
  if (image === undefined) {
    changed();
    throw new FcError('ImageMissing', `The image ${ref} is not on this engine.`, {
      hint: `Build ${functionName} first.`,
      about: record.spec,
    });
  }
  requireFcPlatform(image, ref);
  return { image, imageMs, pullMs };
}
