import { validateHeaderName, validateHeaderValue } from 'node:http';
import { FcError } from '../shared/fcError.ts';
import type { InvocationRequest } from './invocation.ts';

/** Methods an HTTP trigger can be given (docs: configure an HTTP trigger). */
const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS']);

/**
 * Refuses what cannot be written down as an HTTP request, before an instance is started for it.
 * @throws FcError `InvalidArgument`
 */
export function requireSendable(request: InvocationRequest): void {
  if (request.mode === 'event') return;
  const { method, path, headers } = request;
  if (!methods.has(method.toUpperCase()))
    throw new FcError('InvalidArgument', `“${method}” is no method of an HTTP trigger.`, {
      hint: `Use one of ${[...methods].join(', ')}.`,
    });
  if (!/^\/[\x21-\x7e]*$/.test(path) || path.includes('#'))
    throw new FcError('InvalidArgument', `“${path}” is not a path that can be requested.`, {
      hint: 'Begin it with / and percent-encode blanks and other special characters (%20).',
    });
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at] ?? '';
    try {
      validateHeaderName(name);
      validateHeaderValue(name, headers[at + 1] ?? '');
    } catch (cause) {
      throw new FcError('InvalidArgument', `The header “${name}” cannot be sent.`, {
        hint: 'Names are made of letters, digits and -; values of one line without special characters.',
        cause,
      });
    }
  }
}
