import type { InvocationRequest, InvocationResult } from '../../core/invocation/invocation.ts';
import { FcError } from '../../core/shared/fcError.ts';
import { aboutFunction } from '../aboutFunction.ts';
import { askInvocation } from '../input/askInvocation.ts';
import { pickFunction, type FunctionTarget } from '../input/pickFunction.ts';
import { decodeText } from '../output/describeInvocation.ts';
import { withProgress } from '../progress.ts';
import { isScripted, requireTexts } from '../scripted.ts';
import type { Services } from '../services.ts';
import { tellingStart } from '../startProgress.ts';
import { requireTrust } from '../trust.ts';

/** An invocation without a question. Bodies are text. */
export type InvokeArguments =
  | { readonly function: string; readonly mode: 'event'; readonly body?: string }
  | {
      readonly function: string;
      readonly mode: 'http';
      readonly method?: string;
      readonly path?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

const modes: readonly string[] = ['event', 'http'] satisfies InvokeArguments['mode'][];

/** The result as the command gives it to a caller: the body as text, or as base64 when it is none. */
export type InvokeCommandResult = Omit<InvocationResult, 'body'> & {
  readonly body: string;
  readonly bodyEncoding: 'utf8' | 'base64';
};

/** Invokes a function; called by a person, it asks what to send and opens the result. */
export async function invokeFunction(
  services: Services,
  argument?: InvokeArguments | FunctionTarget,
): Promise<InvokeCommandResult> {
  requireTrust();
  const scripted = isScripted(argument) ? completed(argument) : undefined;
  const { spec } = await pickFunction(services, scripted?.function ?? argument);
  const request = scripted === undefined ? await askInvocation(spec) : toRequest(scripted);
  const result = await withProgress(`Invoking ${spec.functionName}`, (report, signal) =>
    tellingStart(services, spec.id, report, (onSlow) => services.emulator.invoke(spec.id, request, { signal, onSlow })),
  ).catch(aboutFunction(spec));
  if (scripted === undefined) await services.invocationDocuments.show(result);
  return toCommandResult(result);
}

/**
 * A name alone is an event without a body.
 * @throws FcError `InvalidArgument`
 */
function completed(given: string | Readonly<Record<string, unknown>>): InvokeArguments {
  if (typeof given === 'string') return { function: given, mode: 'event' };
  requireTexts(given, 'function');
  const argument = { mode: 'event', ...given } as InvokeArguments;
  if (!modes.includes(argument.mode))
    throw new FcError('InvalidArgument', `There is no mode "${argument.mode}".`, { hint: 'Use event or http.' });
  return argument;
}

/** The request of arguments or of the sidebar's form. */
export function toRequest(
  given:
    | Omit<Extract<InvokeArguments, { mode: 'event' }>, 'function'>
    | Omit<Extract<InvokeArguments, { mode: 'http' }>, 'function'>,
): InvocationRequest {
  const body = new TextEncoder().encode(given.body ?? '');
  if (given.mode === 'event') return { mode: 'event', body };
  const headers = Object.entries(given.headers ?? {}).flat();
  return { mode: 'http', method: given.method ?? 'GET', path: given.path ?? '/', headers, body };
}

function toCommandResult(result: InvocationResult): InvokeCommandResult {
  const text = decodeText(result.body);
  return text === undefined
    ? { ...result, body: Buffer.from(result.body).toString('base64'), bodyEncoding: 'base64' }
    : { ...result, body: text, bodyEncoding: 'utf8' };
}
