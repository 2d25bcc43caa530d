import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../ports/clock.ts';
import type { HttpTrigger } from '../function/trigger.ts';
import type { RequestBody } from '../instance/instanceClient.ts';
import { asyncBodyLimit } from '../invocation/requireAsyncCall.ts';
import { requireLocalName } from './allowedCaller.ts';
import { readCallControl, requestIdOf, type CallControl } from './callControl.ts';
import type { ClientCall } from './clientCall.ts';
import { ClientSink } from './clientSink.ts';
import { defaultDomainRules } from './defaultDomain.ts';
import { FunctionIndex } from './functionIndex.ts';
import type { GatewayBackend, GatewayFunction } from './gatewayBackend.ts';
import type { GatewaySettings } from './gatewaySettings.ts';
import { answerOnSocket, openLocalServer, type LocalServer } from './localServer.ts';
import { requireWellFormed } from './malformedRequest.ts';
import { accessDenied, functionNotFound, invalidArgument, PlatformError, toPlatformError } from './platformError.ts';
import {
  announcedLength,
  maxBodyBytes,
  readBody,
  StreamedBody,
  type BodyLimit,
  type BodyPatience,
} from './requestBody.ts';
import { requireSignature } from './signature.ts';
import { isPreflight, preflightHeaders, triggerHeaders } from './triggerHeaders.ts';

/** A body of a known length up to this is read first, and goes on in one write; a larger one as it comes. */
const readFirstBytes = 64 * 1024;

/** What a function without an HTTP trigger answers to here, too (docs: HTTP trigger, supported methods). */
const allMethods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'];

const clientIp = '127.0.0.1';

const syncLimit: BodyLimit = { bytes: maxBodyBytes, tooLarge: () => bodyTooLarge(maxBodyBytes) };
const asyncLimit: BodyLimit = { bytes: asyncBodyLimit, tooLarge: () => bodyTooLarge(asyncBodyLimit) };

export type HttpTriggerServer = LocalServer;

/** What an HTTP call needs besides the request. */
export interface HttpCallContext {
  readonly backend: GatewayBackend;
  readonly settings: () => GatewaySettings;
  readonly clock: Clock;
  /** Hears of mistakes of the program itself. */
  readonly trace?: (message: string) => void;
}

export interface HttpTriggerOptions extends HttpCallContext {
  readonly functionId: string;
  readonly wishedPorts: readonly number[];
}

/** A function's own local URL, at the root of its own port: absolute paths in its pages work. */
export async function openHttpTrigger(options: HttpTriggerOptions): Promise<HttpTriggerServer> {
  const { functionId, backend, settings, clock, wishedPorts, trace } = options;
  const functions = new FunctionIndex(backend);
  const newRequestId = (): string => backend.newRequestId();

  const admit = (request: IncomingMessage): GatewayFunction => {
    requireWellFormed(request);
    requireLocalName(request.headers.host, settings().allowedHosts);
    const found = functions.byId(functionId);
    if (found === undefined) throw functionNotFound(functionId.slice(functionId.lastIndexOf('#') + 1));
    return found;
  };

  return openLocalServer({
    wishedPorts,
    clock,
    requestIdOf: (request) => requestIdOf(request, newRequestId),
    handle: async (call) => {
      try {
        await callOverHttp(call, admit(call.request), call.request.url ?? '/', options);
      } catch (error) {
        refuse(call, toPlatformError(error, trace));
      }
    },
    upgrade: async (request, socket, head) => {
      const requestId = requestIdOf(request, newRequestId);
      try {
        const found = admit(request);
        requireAllowed(request, found, options);
        await handOver(request, socket, head, { requestId, found, backend });
      } catch (error) {
        answerOnSocket(socket, toPlatformError(error, trace), requestId);
      }
    },
  });
}

/**
 * One HTTP call, passed through both ways as it comes (docs: HTTP trigger overview; custom container HTTP invocation).
 * @param target path and query as the function is to see them
 * @throws whatever keeps it from being sent
 */
export async function callOverHttp(
  call: ClientCall,
  found: GatewayFunction,
  target: string,
  context: HttpCallContext,
): Promise<void> {
  const { request, requestId } = call;
  const { backend, settings } = context;
  const { headers, rawHeaders, method = 'GET' } = request;
  const methods = found.spec.httpTrigger?.methods;
  if (methods !== undefined && method === 'OPTIONS' && !methods.includes(method) && isPreflight(headers)) {
    call.answer(200, preflightHeaders(headers, methods), new Uint8Array(0));
    return;
  }
  requireAllowed(request, found, context);
  if (headers['x-fc-invocation-type'] !== undefined) {
    const { isAsync, task } = readCallControl(request);
    if (isAsync) return enqueue(call, found, target, task, context);
  }
  const isDefaultDomain = settings().defaultDomainRules;
  const sink = new ClientSink(call, (statusCode, answered) => {
    const added = triggerHeaders(headers.origin, answered);
    if (!isDefaultDomain) return added;
    const ruled = defaultDomainRules(statusCode, answered, headers.host);
    return ruled instanceof PlatformError ? ruled : [...added, ...ruled];
  });
  const body = await bodyOf(call, patience(found, context));
  try {
    const { signal } = call;
    await backend.call(found.spec.id, { mode: 'http', method, path: target, headers: rawHeaders, body }, sink, {
      requestId,
      clientIp,
      signal,
    });
  } finally {
    if (body instanceof StreamedBody) body.destroy();
  }
}

/** The platform's answer, which pages may read as they may read the function's. */
function refuse(call: ClientCall, error: PlatformError): void {
  call.refuse(error, triggerHeaders(call.request.headers.origin, []));
}

/** @throws PlatformError what the trigger's configuration in s.yaml does not allow */
function requireAllowed(request: IncomingMessage, { spec }: GatewayFunction, context: HttpCallContext): void {
  const { method = 'GET' } = request;
  const trigger: Pick<HttpTrigger, 'methods'> & Partial<HttpTrigger> = spec.httpTrigger ?? { methods: allMethods };
  if (!trigger.methods.includes(method))
    throw accessDenied(`the HTTP trigger of function '${spec.functionName}' does not allow method '${method}'`);
  // the local URL stands for the internal one, unless it is to behave like the public one
  if (trigger.disableURLInternet === true && context.settings().defaultDomainRules)
    throw accessDenied('access denied due to function internet URL is disable');
  if (trigger.authType === 'function') requireSignature(request, context, { signsQuery: true });
}

/** In memory when it is small, else as it comes: what is too large then ends the call in its middle. */
function bodyOf(call: ClientCall, patience: BodyPatience): RequestBody | Promise<Uint8Array> {
  const length = announcedLength(call.request);
  const isReadFirst = length !== undefined && (length <= readFirstBytes || length > maxBodyBytes);
  if (isReadFirst) return readBody(call, syncLimit, patience);
  return new StreamedBody(call, syncLimit, (error) => {
    refuse(call, error);
    call.abort();
  });
}

/** docs: HTTP trigger overview, asynchronous invocation. */
async function enqueue(
  call: ClientCall,
  found: GatewayFunction,
  path: string,
  task: CallControl['task'],
  context: HttpCallContext,
): Promise<void> {
  const { request, requestId } = call;
  const body = await readBody(call, asyncLimit, patience(found, context));
  const { method = 'GET', rawHeaders: headers } = request;
  const later = { mode: 'http', method, path, headers, body } as const;
  const ticket = await context.backend.enqueue(found.spec.id, later, { ...task, requestId, clientIp });
  const added = triggerHeaders(request.headers.origin, []);
  call.answer(202, ['X-Fc-Async-Task-Id', ticket.taskId, ...added], new Uint8Array(0));
}

/** A WebSocket: to the platform one call, as long as the connection. */
async function handOver(
  request: IncomingMessage,
  socket: Duplex,
  head: Uint8Array,
  { requestId, found, backend }: { requestId: string; found: GatewayFunction; backend: GatewayBackend },
): Promise<void> {
  const gone = new AbortController();
  const written = request.socket.bytesWritten;
  // once the function has been heard, the connection's end is between the two of them
  socket.once('close', () => {
    if (request.socket.bytesWritten === written) gone.abort();
  });
  const { method = 'GET', url: path = '/', rawHeaders: headers } = request;
  const options = { requestId, clientIp, signal: gone.signal };
  await backend.upgrade(found.spec.id, { mode: 'http', method, path, headers }, socket, head, options);
}

/** A body that is read before the call begins may take as long as the call itself. */
function patience({ spec }: GatewayFunction, { clock }: HttpCallContext): BodyPatience {
  return { clock, seconds: spec.timeout };
}

function bodyTooLarge(limitBytes: number): PlatformError {
  return invalidArgument(`the request body is larger than the ${limitBytes} bytes that are allowed`);
}
