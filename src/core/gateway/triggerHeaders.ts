import type { IncomingHttpHeaders } from 'node:http';
import type { HeaderList } from '../instance/answerSink.ts';
import { headerValue } from '../invocation/passedHeaders.ts';

/**
 * What the platform adds to every answer of an HTTP trigger (docs: HTTP trigger overview, CORS): by default pages of any
 * origin may read it, unless the function says otherwise. A header the function wrote itself is not written again:
 * browsers refuse an answer that names two origins.
 */
export function triggerHeaders(origin: string | undefined, headers: HeaderList): string[] {
  const added = ['Access-Control-Expose-Headers', 'Date,x-fc-request-id'];
  if (origin === undefined) return added;
  if (headerValue(headers, 'access-control-allow-origin') === undefined)
    added.push('Access-Control-Allow-Origin', origin);
  if (headerValue(headers, 'access-control-allow-credentials') === undefined)
    added.push('Access-Control-Allow-Credentials', 'true');
  return added;
}

/** Whether a browser asks if it may send a request of another origin. */
export function isPreflight({ origin, ...headers }: IncomingHttpHeaders): boolean {
  return origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/**
 * The answer to such a question when the trigger does not have the method OPTIONS, with which functions answer themselves:
 * by default the platform allows it (docs: HTTP trigger overview, CORS).
 */
export function preflightHeaders(
  { origin = '*', ...headers }: IncomingHttpHeaders,
  methods: readonly string[],
): string[] {
  const wished = headers['access-control-request-headers'];
  return [
    ...['Access-Control-Allow-Origin', origin, 'Access-Control-Allow-Credentials', 'true'],
    ...['Access-Control-Allow-Methods', methods.join(',')],
    ...(wished === undefined ? [] : ['Access-Control-Allow-Headers', wished]),
    ...['Access-Control-Max-Age', '3600'],
  ];
}
