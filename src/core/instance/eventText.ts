import { FcError } from '../shared/fcError.ts';

/** Where an image that serves nothing finds its event (docs: custom container, event handlers, non-web-server mode). */
export const eventVariable = 'FC_CUSTOM_CONTAINER_EVENT';

/** The kernel takes 128 KB for one variable: its name, `=`, its value and an end (execve(2), MAX_ARG_STRLEN). */
export const mostEventBytes = 128 * 1024 - eventVariable.length - 2;

/**
 * An event as a variable of the environment carries it.
 * @throws FcError `InvalidArgument` when none can
 */
export function requireEventText(event: Uint8Array): string {
  if (event.length > mostEventBytes)
    throw refused(`has ${event.length} bytes; ${mostEventBytes} fit into ${eventVariable}`);
  const text = decoded(event);
  if (text === undefined) throw refused('is not UTF-8 text');
  if (text.includes('\0')) throw refused('contains a zero byte');
  return text;
}

function refused(problem: string): FcError {
  return new FcError('InvalidArgument', `The event ${problem}.`, {
    hint: `This image serves nothing and gets its event in the environment, which carries text only.`,
  });
}

function decoded(event: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(event);
  } catch {
    return undefined;
  }
}
