import { ClientRequest, type ClientRequestArgs, type IncomingMessage } from 'node:http';

/**
 * An HTTP request that goes straight to its address. Inside the editor `http.request` is not Node's own: it asks the
 * proxy settings about every host but 127.0.0.1 and replaces the agent, so that a container's address could be sent to
 * a company's proxy, and no connection is ever kept (seen in VS Code 1.100: each call arrived with `connection: close`).
 */
export function directRequest(
  options: ClientRequestArgs,
  onResponse?: (response: IncomingMessage) => void,
): ClientRequest {
  return new ClientRequest(options, onResponse);
}
