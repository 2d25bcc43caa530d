import { fcPlatform, type BuildEvent, type ImageClient } from '../ports/containerEngine.ts';
import type { FileSystem } from '../ports/fileSystem.ts';
import { FcError } from '../shared/fcError.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import { declaredBuildArgs } from './declaredBuildArgs.ts';
import type { BuiltImage } from './builtImage.ts';
import { requireClassicBuilder } from './builderSupport.ts';
import { packContext } from './packContext.ts';

export interface BuildImageOptions {
  readonly spec: FunctionSpec;
  readonly images: ImageClient;
  readonly files: FileSystem;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly onEvent: (event: BuildEvent) => void;
  readonly signal?: AbortSignal;
}

/**
 * Builds the function's image for linux/amd64 under the name `s.yaml` gives it, and reads back what came out. Whether
 * that may run on the platform is asked separately (`requireFcPlatform`), so that a wrong image can still be shown.
 * @throws FcError `DockerfileMissing`, `BuilderUnsupported`, `BuildFailed`; AbortError
 */
export async function buildImage(options: BuildImageOptions): Promise<BuiltImage> {
  const { spec, images, files, onEvent, signal } = options;
  const ref = spec.container.image;
  const text = await files.readText(spec.dockerfile);
  if (text === undefined)
    throw new FcError('DockerfileMissing', `${spec.functionName} has no Dockerfile: ${spec.dockerfile} is not there.`, {
      hint: 'Create it, or name another one in the pre-deploy action: fc3 build --dockerfile ./path/Dockerfile.',
    });
  requireClassicBuilder(text, spec.dockerfile);

  const buildArgs = declaredBuildArgs(text, options.buildArgs);
  const { archive, dockerfile } = packContext(spec.contextFolder, spec.dockerfile, files, signal);
  await images.build({ ref, platform: fcPlatform, context: archive, dockerfile, buildArgs }, onEvent, signal);
  const facts = await images.inspect(ref, signal);
  if (facts === undefined)
    throw new FcError('EngineFailed', `The engine built ${ref} but does not have it any more.`, {
      hint: 'Build again.',
    });
  return { ...facts, ref };
}
