import type { FunctionSpec } from '../function/functionSpec.ts';
import type { ExchangeRequest } from './exchange.ts';
import { fcHeaders, forwardedHeaders } from './fcHeaders.ts';
import type { InvocationRequest } from './invocation.ts';

export type OutgoingRequest = Pick<ExchangeRequest, 'method' | 'path' | 'headers' | 'body'>;

/** The HTTP request the container receives: `POST /invoke` for an event, the client's own request for HTTP. */
export function outgoingRequest(
  request: InvocationRequest,
  call: { readonly spec: FunctionSpec; readonly requestId: string; readonly accountId: string },
): OutgoingRequest {
  if (request.mode === 'event')
    return {
      method: 'POST',
      path: '/invoke',
      headers: { 'content-type': 'application/octet-stream', ...fcHeaders({ ...call, controlPath: '/invoke' }) },
      body: request.body,
    };
  return {
    method: request.method.toUpperCase(),
    path: request.path,
    headers: {
      ...forwardedHeaders(request.headers),
      ...fcHeaders({ ...call, controlPath: '/http-invoke' }),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    },
    body: request.body,
  };
}
