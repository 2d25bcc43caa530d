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
  if (/no command specified/i.test(words)) {
    return new FcError('CAExited', `The image ${plan.image} has neither CMD nor ENTRYPOINT: nothing to start.`, {
      hint: 'Add a CMD to the Dockerfile, or a command to s.yaml.',
      cause: error,
    });
  }
  return mountFailure(error);
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
  if (!problem) return mountFailure(error);
  return new FcError('CAExited', problem.message, { hint: problem.hint, detail: words, cause: error });
}

/** Docker's words, Podman's, and Docker Desktop's for a folder that its virtual machine does not see. */
const unmountable: readonly (readonly [pattern: RegExp, problem: string, hint: string])[] = [
  [/bind source path does not exist: (.+)/i, 'it does not exist', 'Create it'],
  [/statfs (.+): no such file or directory/i, 'it does not exist', 'Create it'],
  [/the path (.+?)\s+is not shared from the host/i, 'the engine does not see it', "Share it in the engine's settings"],
];

function mountFailure(error: unknown): FcError | undefined {
  const words = engineWords(error);
  for (const [pattern, problem, hint] of unmountable) {
    const folder = pattern.exec(words)?.[1];
    if (!folder) continue;
    return new FcError('ConfigInvalid', `The folder ${folder} cannot be mounted: ${problem}.`, {
      hint: `${hint}, or choose another folder for that mount.`,
      cause: error,
    });
  }
  return undefined;
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
