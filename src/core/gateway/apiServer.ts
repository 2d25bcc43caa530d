import type { ApiContext, ApiOperation, ApiServerOptions } from './apiOperation.ts';
import { requireLocalName, requireNoForeignPage } from './allowedCaller.ts';
import { requestIdOf } from './callControl.ts';
import type { ClientCall } from './clientCall.ts';
import { FunctionIndex } from './functionIndex.ts';
import { getFunction, getFunction2, listFunctions, listFunctions2 } from './functionsApi.ts';
import { invokeFunction } from './invokeApi.ts';
import { invokeFunction2, proxyCall } from './invokeApi2.ts';
import { openLocalServer, type LocalServer } from './localServer.ts';
import { requireWellFormed } from './malformedRequest.ts';
import { invalidArgument, pathNotSupported, toPlatformError } from './platformError.ts';
import { requireSignature } from './signature.ts';
import { splitTarget } from './splitTarget.ts';

export type ApiServer = LocalServer;

interface Route {
  /** Any when absent. */
  readonly method?: string;
  readonly path: RegExp;
  readonly answer: ApiOperation;
}

/** The API, read from top to bottom (docs: API reference 2023-03-30; Function Compute 2.0: 2016-08-15 and 2021-04-06). */
const routes: readonly Route[] = [
  { method: 'POST', path: /^\/2023-03-30\/functions\/([^/]+)\/invocations$/, answer: invokeFunction },
  { method: 'GET', path: /^\/2023-03-30\/functions\/([^/]+)$/, answer: getFunction },
  { method: 'GET', path: /^\/2023-03-30\/functions$/, answer: listFunctions },
  {
    method: 'POST',
    path: /^\/(?:2016-08-15|2021-04-06)\/services\/([^/]+)\/functions\/([^/]+)\/invocations$/,
    answer: invokeFunction2,
  },
  {
    method: 'GET',
    path: /^\/(?:2016-08-15|2021-04-06)\/services\/([^/]+)\/functions\/([^/]+)$/,
    answer: getFunction2,
  },
  { method: 'GET', path: /^\/(?:2016-08-15|2021-04-06)\/services\/([^/]+)\/functions$/, answer: listFunctions2 },
  { path: /^\/(?:2016-08-15|2021-04-06)\/proxy\/([^/]+)\/([^/]+)(?:\/.*)?$/, answer: proxyCall },
];

/** The API of Function Compute on 127.0.0.1: clients of the cloud work with nothing but the endpoint changed. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { backend, clock, port, trace } = options;
  const context: ApiContext = { ...options, functions: new FunctionIndex(backend) };
  return openLocalServer({
    wishedPorts: [port],
    clock,
    requestIdOf: (request) => requestIdOf(request, () => backend.newRequestId()),
    handle: async (call) => {
      try {
        await serve(call, context);
      } catch (error) {
        call.refuse(toPlatformError(error, trace));
      }
    },
  });
}

async function serve(call: ClientCall, context: ApiContext): Promise<void> {
  const { method = 'GET', headers, url } = call.request;
  requireWellFormed(call.request);
  const [path, query] = splitTarget(url);
  // a call over HTTP may name its function in a header, and keep its path (docs: FAQ on 404 of HTTP functions)
  const proxy = /^\/?((?:2016-08-15|2021-04-06)\/proxy\/.*)$/.exec(String(headers['x-fc-invocation-target']))?.[1];
  const named = proxy === undefined ? path : `/${proxy}`;
  if (/^\/(?:2016-08-15|2021-04-06)\//.test(named)) call.dialect = 'fc2';
  requireLocalName(headers.host, context.settings().allowedHosts);
  requireNoForeignPage(headers);
  const route = routes.find((candidate) => (candidate.method ?? method) === method && candidate.path.test(named));
  // whether a call over HTTP needs one is up to the function's trigger
  if (route?.answer !== proxyCall) requireSignature(call.request, context, { signsQuery: false });
  if (route === undefined) throw pathNotSupported(method, path);
  const parts = route.path.exec(named)?.slice(1).map(decoded) ?? [];
  await route.answer({ call, parts, query }, context);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidArgument(`'${part}' is not percent-encoded text`);
  }
}
