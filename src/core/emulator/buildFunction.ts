import type { BuildEvent, ImageClient, ImageFacts } from '../ports/containerEngine.ts';
import { parseDockerfile } from '../lint/parseDockerfile.ts';
import { externalBases } from '../lint/stageChain.ts';
import { buildImage } from '../image/buildImage.ts';
import type { BuiltImage } from '../image/builtImage.ts';
import { requireFcPlatform } from '../image/requireFcPlatform.ts';
import { whileOpen, type EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { requireUsableSpec } from './requireUsableSpec.ts';

export interface BuildOptions {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: BuildEvent) => void;
}

/** Builds a function's image and looks at what came out; a wrong image is remembered, so that it can be shown. */
export async function buildFunction(
  context: EmulatorContext,
  record: FunctionRecord,
  options: BuildOptions,
): Promise<BuiltImage> {
  const { spec } = record;
  requireUsableSpec(spec);
  const { files, clock, settings, trace } = context;
  const begun = clock.monotonicMs();
  const { buildArgs } = settings();
  const signal = whileOpen(context, options.signal);
  const image = await context.engine.use(async ({ images }) => {
    const built = await buildImage({
      spec,
      images,
      files,
      buildArgs,
      onEvent: (event) => {
        options.onEvent?.(event);
        logBuild(context, spec.functionName, event);
      },
      signal,
    });
    record.bases = await baseFacts((await files.readText(spec.dockerfile)) ?? '', buildArgs, images);
    return built;
  });
  record.image = image;
  record.startFailure = undefined;
  trace(`built ${image.ref} in ${Math.round(clock.monotonicMs() - begun)} ms: ${image.os}/${image.architecture}`);
  requireFcPlatform(image, image.ref);
  return image;
}

function logBuild({ log, clock }: EmulatorContext, functionName: string, event: BuildEvent): void {
  if (event.kind === 'cached') return;
  const text = event.kind === 'step' ? `Step ${event.step}/${event.total} : ${event.text}` : event.text;
  log.write({ time: clock.now(), functionName, source: 'build', text });
}

/** What the images named in FROM say about themselves, as far as the engine has them. */
async function baseFacts(
  dockerfileText: string,
  buildArgs: Readonly<Record<string, string>>,
  images: ImageClient,
): Promise<ReadonlyMap<string, ImageFacts>> {
  const facts = new Map<string, ImageFacts>();
  for (const ref of externalBases(parseDockerfile(dockerfileText), buildArgs)) {
    const found = await images.inspect(ref).catch(() => undefined);
    if (found !== undefined) facts.set(ref, found);
  }
  return facts;
}
