import { fcPlatform, type ContainerPlan } from '../core/ports/containerEngine.ts';
import { FcError } from '../core/shared/fcError.ts';
import { engineWords } from './translateError.ts';

/**
 * Names what the engine means when it refuses to create a container; `undefined`: nothing special. Messages, not
 * statuses: an image that is missing and one of another platform are both 404 "no such container".
 */
export function createFailure(error: unknown, plan: ContainerPlan): FcError | undefined {
  const words = engineWords(error);
  if (/no such image|image not known/i.test(words)) {
    return new FcError('ImageMissing', `The image ${plan.image} is not on this engine.`, {
      hint: 'Build the function first.',
      cause: error,
    });
  }
  if (/does not match the specified platform/i.test(words)) {
    const actual = /actual: (\S+)/.exec(words)?.[1] ?? 'another platform';
    return new FcError('ImageNotAmd64', `The image ${plan.image} is for ${actual}; the platform runs ${fcPlatform}.`, {
      hint: `Build it again for ${fcPlatform}.`,
      cause: error,
    });
  }
  if (/name .* is already in use/i.test(words)) {
    return new FcError('EngineFailed', `There is a container named ${plan.name} already.`, {
      hint: `Remove it with "docker rm -f ${plan.name}" and try again.`,
      cause: error,
    });
  }
  const missing = /bind source path does not exist: (.+)|statfs (.+): no such file or directory/i.exec(words);
  const folder = missing?.[1] ?? missing?.[2];
  if (folder) {
    return new FcError('ConfigInvalid', `The folder ${folder} cannot be mounted: it does not exist.`, {
      hint: 'Create it, or choose another folder for that mount.',
      cause: error,
    });
  }
  const unshared = /the path (.+?)\s+is not shared from the host|mounts denied:?\s+(?:the path )?(\/\S+)/i.exec(words);
  if (unshared) {
    const path = unshared[1] ?? unshared[2];
    return new FcError('ConfigInvalid', `The folder ${path} cannot be mounted: the engine does not see it.`, {
      hint: 'Share it in the settings of the container engine, or choose another folder for that mount.',
      cause: error,
    });
  }
  if (/no command specified/i.test(words)) {
    return new FcError('CAExited', `The image ${plan.image} has neither CMD nor ENTRYPOINT: nothing to start.`, {
      hint: 'Add a CMD to the Dockerfile, or a command to s.yaml.',
      cause: error,
    });
  }
  return undefined;
}

/** Names what the engine means when a container cannot be started; `undefined`: nothing special. */
export function startFailure(error: unknown): FcError | undefined {
  const words = engineWords(error);
  if (/port is already allocated|address already in use|ports are not available/i.test(words)) {
    const taken = /127\.0\.0\.1:(\d+)/.exec(words)?.[1];
    return new FcError('PortInUse', `Port ${taken ?? 'on 127.0.0.1'} is used by another program.`, {
      hint: 'Start again: another free port is taken.',
      cause: error,
    });
  }
  const problem = commandProblem(words);
  if (!problem) return undefined;
  return new FcError('CAExited', problem.message, { hint: problem.hint, detail: words, cause: error });
}

function commandProblem(words: string): { readonly message: string; readonly hint: string } | undefined {
  const command = /exec: "([^"]*)"/.exec(words)?.[1];
  const hint = 'Correct CMD or ENTRYPOINT in the Dockerfile, or entrypoint and command in s.yaml.';
  if (command !== undefined) {
    const start = `The start command "${command}" cannot be run`;
    if (/permission denied|is a directory/i.test(words)) {
      return {
        message: `${start}: it is not an executable file.`,
        hint: `Make it executable in the Dockerfile (RUN chmod +x ${command}), or start it through its interpreter.`,
      };
    }
    if (/not found|no such file/i.test(words))
      return { message: `${start}: there is no such file in the image.`, hint };
    return { message: `${start}.`, hint };
  }
  const user = /unable to find user ([^:]+):/i.exec(words)?.[1];
  if (user)
    return { message: `The image's user "${user}" does not exist in it.`, hint: 'Correct USER in the Dockerfile.' };
  const folder = /cannot mkdir: (.*) is not a directory/i.exec(words)?.[1];
  if (folder) {
    return { message: `The working folder ${folder} is not a folder.`, hint: 'Correct WORKDIR in the Dockerfile.' };
  }
  return undefined;
}
