import { once } from 'node:events';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../ports/clock.ts';
import { ClientCall } from './clientCall.ts';
import { malformed, parserError } from './malformedRequest.ts';
import { errorBody, type PlatformError } from './platformError.ts';

/** Reachable from this machine only. */
const loopback = '127.0.0.1';

/** What a client is still listened to after its answer, so that it can read the answer before it is cut off. */
const lingerMs = 5000;

export interface LocalServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
}

export interface LocalServerOptions {
  /** Tried in this order; any free one when all are taken. */
  readonly wishedPorts: readonly number[];
  readonly clock: Clock;
  /** Never rejects. The call is over when it resolves. */
  readonly handle: (call: ClientCall) => Promise<void>;
  /** Takes over the connection of a client that asks for a WebSocket. Without it such a request is like any other. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Uint8Array) => Promise<void>;
  readonly requestIdOf: (request?: IncomingMessage) => string;
  /** How long the head of a request may take. */
  readonly headTimeoutMs?: number;
}

/** An HTTP server for this machine: what reaches `handle` is one whole head. Ends with everything it holds open. */
export async function openLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { headTimeoutMs = 20_000 } = options;
  const server = createServer({
    headersTimeout: headTimeoutMs,
    connectionsCheckingInterval: Math.min(headTimeoutMs, 5000),
    requestTimeout: 0, // a body may take as long as the function's timeout, which ends the call
    keepAliveTimeout: 0, // kept until the client closes it: no request runs into a connection that is being closed
    maxHeaderSize: 32 * 1024, // more than is allowed, so that the refusal can say how much it was
    requireHostHeader: false, // said in the platform's words
    insecureHTTPParser: false,
  });
  server.maxHeadersCount = 0; // Node drops headers beyond this count without a word
  const connections = new ClientConnections(server, options);
  const port = await listen(server, options.wishedPorts);
  return {
    url: `http://${loopback}:${port}`,
    port,
    [Symbol.asyncDispose]: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      connections.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, wishedPorts: readonly number[]): Promise<number> {
  for (const port of [...wishedPorts, 0])
    try {
      server.listen({ port, host: loopback, exclusive: true });
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (port === 0) throw error;
    }
  throw new Error('unreachable');
}

/** What is under way on one connection. */
interface ClientConnection {
  readonly calls: Set<ClientCall>;
  /** The answer that is written last, of those there are. */
  lastResponse?: ServerResponse;
  isRefused?: boolean;
}

class ClientConnections {
  readonly #options: LocalServerOptions;
  readonly #server: Server;
  readonly #open = new Map<Socket, ClientConnection>();

  constructor(server: Server, options: LocalServerOptions) {
    this.#server = server;
    this.#options = options;
    server
      .on('connection', (socket: Socket) => this.#opened(socket))
      .on('request', (request, response) => this.#accept(request, response, false))
      .on('checkContinue', (request, response) => this.#accept(request, response, true))
      .on('checkExpectation', (request, response) => this.#refuseExpectation(request, response))
      .on('connect', (_request, socket: Socket) => this.#refuse(socket, malformed('CONNECT is not served')))
      .on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => this.#broken(socket, error));
    if (options.upgrade !== undefined)
      server.on('upgrade', (request, socket: Socket, head) => this.#upgrade(request, socket, head));
  }

  destroy(): void {
    for (const [socket, { calls }] of this.#open) {
      for (const call of calls) call.abort();
      socket.destroy();
    }
  }

  #opened(socket: Socket): void {
    const connection: ClientConnection = { calls: new Set() };
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      for (const call of connection.calls) call.abort();
    });
  }

  #accept(request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void {
    const connection = this.#open.get(request.socket);
    if (connection === undefined) return; // it was closed within the same turn
    const call = new ClientCall(request, response, this.#options.requestIdOf(request), awaitsContinue);
    connection.calls.add(call);
    connection.lastResponse = response;
    void this.#options.handle(call).then(() => {
      connection.calls.delete(call);
      call.finish();
      if (!request.complete) this.#dropRest(call);
    });
  }

  /** The answer came before the body was read: what is left of it must not stand before the next request. */
  #dropRest({ request, response }: ClientCall): void {
    const drop = (): void => {
      if (request.complete || request.socket.destroyed) return;
      const { socket } = request;
      const forget = this.#options.clock.after(lingerMs, () => socket.destroy());
      socket.once('close', forget); // the request itself may have told its end already
      request.once('close', () => {
        socket.off('close', forget);
        forget();
      });
      request.resume();
    };
    if (response.writableFinished) drop();
    else response.once('finish', drop);
  }

  #refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
    const call = new ClientCall(request, response, this.#options.requestIdOf(request));
    call.refuse(malformed('the expectation is not known'));
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const connection = this.#open.get(socket);
    if (connection === undefined) return;
    if (connection.lastResponse !== undefined && !connection.lastResponse.writableFinished)
      this.#refuse(socket, malformed('an upgrade cannot follow a request that has no answer yet'));
    else if (request.method === 'GET' && /\bwebsocket\b/i.test(request.headers.upgrade ?? '')) {
      socket.on('error', () => undefined); // 'close' follows
      void this.#options.upgrade?.(request, socket, head);
    } else {
      // a protocol nobody speaks here, such as h2c: the offer is passed over, and the request read once more without it
      socket.unshift(Buffer.concat([headWithoutUpgrade(request), head]));
      this.#server.emit('connection', socket);
    }
  }

  /** What came is no HTTP. Requests that came before it on this connection are answered first. */
  #broken(socket: Socket, error: NodeJS.ErrnoException): void {
    const connection = this.#open.get(socket);
    if (connection === undefined || connection.isRefused) return;
    if (!socket.writable || error.code === 'ECONNRESET' || error.code === 'EPIPE') return void socket.destroy();
    connection.isRefused = true;
    const unread = [...connection.calls].find(({ request }) => !request.complete);
    if (unread !== undefined) unread.refuse(parserError(error));
    else if (connection.lastResponse === undefined || connection.lastResponse.writableFinished)
      this.#refuse(socket, parserError(error));
    else connection.lastResponse.once('finish', () => this.#refuse(socket, parserError(error)));
  }

  #refuse(socket: Socket, error: PlatformError): void {
    socket.on('error', () => undefined); // the client may be gone already
    answerOnSocket(socket, error, this.#options.requestIdOf());
    const forget = this.#options.clock.after(lingerMs, () => socket.destroy());
    socket.once('close', forget).resume();
  }
}

/** Writes an error where there is no response to write it to, and ends the connection. */
export function answerOnSocket(socket: Duplex, error: PlatformError, requestId: string): void {
  if (!socket.writable) return;
  const body = errorBody(error, requestId, 'fc3');
  const head = [
    `HTTP/1.1 ${error.statusCode} ${STATUS_CODES[error.statusCode] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `X-Fc-Request-Id: ${requestId}`,
    `X-Fc-Error-Type: ${error.errorType}`,
    'Connection: close',
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
}

function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (!/^(?:upgrade|http2-settings|connection)$/i.test(rawHeaders[at] ?? ''))
      lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return Buffer.from([...lines, '', ''].join('\r\n'), 'latin1');
}
