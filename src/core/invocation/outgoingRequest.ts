import { fcHeaders, type FcIdentity } from '../instance/fcHeaders.ts';
import type { OutgoingRequest } from '../instance/instanceClient.ts';
import type { CallOptions, InvocationRequest } from './invocation.ts';
import { passedRequestHeaders } from './passedHeaders.ts';

/** The HTTP request the container receives: `POST /invoke` for an event, the client's own request for HTTP. */
export function outgoingRequest(
  request: InvocationRequest,
  identity: FcIdentity,
  requestId: string,
  { qualifier, retryCount, clientIp = '127.0.0.1' }: CallOptions,
): OutgoingRequest {
  if (request.mode === 'event') {
    const headers = fcHeaders(identity, { requestId, controlPath: '/invoke', qualifier, retryCount });
    headers.push('content-type', 'application/octet-stream');
    return { method: 'POST', path: '/invoke', headers, body: request.body };
  }
  const headers = passedRequestHeaders(request.headers, clientIp);
  headers.push(...fcHeaders(identity, { requestId, controlPath: '/http-invoke', qualifier, retryCount }));
  return { method: request.method.toUpperCase(), path: request.path, headers, body: request.body };
}
