import type { Duplex } from 'node:stream';
import type { Clock } from '../ports/clock.ts';
import type { PeakMemory } from '../ports/containerEngine.ts';
import type { Unsubscribe } from '../shared/disposable.ts';
import type { HeaderList } from '../instance/answerSink.ts';
import { exitSoonAfter } from '../instance/exitSoonAfter.ts';
import type { RunningInstance } from '../instance/runningInstance.ts';
import type { HttpRequest, InvocationError, InvocationReport } from './invocation.ts';
import { outgoingRequest } from './outgoingRequest.ts';
import { headerValue, passedResponseHeaders } from './passedHeaders.ts';
import { platformAnswer, type AnsweredCall } from './platformAnswer.ts';
import type { Delivery } from './deliver.ts';
import { megabytes, reportOf, type SentCall } from './reportOf.ts';

export interface TunnelOptions extends SentCall {
  readonly instance: RunningInstance;
  readonly request: Omit<HttpRequest, 'body'>;
  /** The client's connection; taken over: it is answered, and ended. */
  readonly socket: Duplex;
  /** Bytes that came with the request's head. */
  readonly head: Uint8Array;
  readonly clock: Clock;
  readonly peakMemory: () => Promise<PeakMemory | undefined>;
}

/** What ends a tunnel that neither side has closed. */
type Ending = 'timedOut' | 'cancelled' | 'exited';

/**
 * A WebSocket, or another protocol a client asks for: the handshake with the platform's headers, then bytes both ways,
 * untouched. To the platform it is one call, as long as the connection, and ended by the function's timeout without a
 * closing handshake: the client sees code 1006 (docs: WebSocket).
 */
export async function tunnel(options: TunnelOptions): Promise<InvocationReport> {
  const { instance, spec, request, requestId, call, socket, head, clock } = options;
  const started = clock.monotonicMs();
  const over = new AbortController();
  const end = (ending: Ending): void => over.abort(ending);
  const cancel = (): void => end('cancelled');
  const expire = clock.after(spec.timeout * 1000, () => end('timedOut'));
  call.signal?.addEventListener('abort', cancel, { once: true });
  instance.exited.then(
    () => end('exited'),
    () => end('exited'),
  );
  socket.on('error', () => undefined); // 'close' follows, which is what counts
  socket.once('close', cancel);
  let statusCode = 0;
  let delivery: Delivery = { outcome: 'answered' };
  try {
    const empty = { ...request, body: new Uint8Array(0) };
    const outgoing = outgoingRequest(empty, instance.identity, requestId, call);
    const wanted = ['connection', 'Upgrade', 'upgrade', headerValue(request.headers, 'upgrade') ?? 'websocket'];
    const asking = { ...outgoing, headers: [...outgoing.headers, ...wanted] };
    const answer = await instance.client.upgrade(asking, over.signal);
    statusCode = answer.statusCode;
    const headers = [...passedResponseHeaders(answer.headers), 'X-Fc-Request-Id', requestId];
    socket.off('close', cancel); // from here on a closed connection is how it ends
    if (answer.upgraded) {
      const upgraded = ['Connection', 'Upgrade', 'Upgrade', headerValue(answer.headers, 'upgrade') ?? 'websocket'];
      socket.write(responseHead(statusCode, [...headers, ...upgraded]));
      answer.socket.write(head);
      const end = await joined(socket, answer.socket, { over: over.signal, clock });
      if (over.signal.aborted) delivery = await endedBy(options, over.signal);
      else if (end === 'brokenByServer') {
        const found = await endedBy(options, over.signal);
        if (found.outcome === 'exited') delivery = found; // else it went without a word, which it may
      }
    } else {
      const length = ['Content-Length', String(answer.body.length), 'Connection', 'close'];
      socket.end(Buffer.concat([responseHead(statusCode, [...withoutLength(headers), ...length]), answer.body]));
    }
  } catch (error) {
    delivery = await endedBy(options, over.signal, error);
  } finally {
    expire();
    call.signal?.removeEventListener('abort', cancel);
  }
  const durationMs = clock.monotonicMs() - started;
  const peak = await options.peakMemory().catch(() => undefined);
  const error = conclude(delivery, statusCode, socket, {
    mode: 'http',
    requestId,
    timeoutSeconds: spec.timeout,
    memorySizeMb: spec.memorySize,
    durationMs,
    peakMb: peak && megabytes(peak),
  });
  return reportOf(options, request, { statusCode: statusCode || 502, durationMs, peak, error });
}

async function endedBy({ instance, clock }: TunnelOptions, over: AbortSignal, error?: unknown): Promise<Delivery> {
  const ending = over.aborted ? (over.reason as Ending) : undefined;
  if (ending === 'timedOut' || ending === 'cancelled') return { outcome: ending };
  const exit = await exitSoonAfter(instance.exited, clock);
  if (exit !== undefined) return { outcome: 'exited', ...(exit === 'unknown' ? {} : { exit }) };
  return { outcome: 'connectionLost', reason: error instanceof Error ? error.message : 'The connection broke.' };
}

/** How two joined connections came apart. */
type Parting = 'parted' | 'brokenByServer';

/** How long a server may still speak to a client that has said all it wanted. */
const afterClientMs = 250;

/** First byte of a frame that closes a WebSocket (RFC 6455, 5.2). */
const closeFrame = 0x88;

/**
 * Joins two connections until one of them is closed, or it is over; both are closed then.
 * @returns `brokenByServer`: the server ended it first, and without saying so as a WebSocket does
 */
function joined(
  client: Duplex,
  server: Duplex,
  { over, clock }: { readonly over: AbortSignal; readonly clock: Clock },
): Promise<Parting> {
  return new Promise((resolve) => {
    let saidGoodbye = false;
    let expire: Unsubscribe | undefined;
    const part = (parting: Parting): void => {
      over.removeEventListener('abort', both);
      expire?.();
      client.destroy();
      server.destroy();
      resolve(parting);
    };
    const both = (): void => part('parted');
    over.addEventListener('abort', both, { once: true });
    server.on('error', () => undefined);
    server.on('data', (chunk: Uint8Array) => (saidGoodbye = chunk[0] === closeFrame));
    client.once('close', both);
    client.once('end', () => {
      saidGoodbye = true;
      expire = clock.after(afterClientMs, both);
    });
    server.once('close', () => part(saidGoodbye ? 'parted' : 'brokenByServer'));
    // a client may end its half and still listen for a while; one that has gone looks the same
    client.pipe(server);
    server.pipe(client);
  });
}

function withoutLength(headers: HeaderList): HeaderList {
  return headers.flatMap((name, at) =>
    at % 2 === 1 || name.toLowerCase() === 'content-length' ? [] : [name, headers[at + 1] ?? ''],
  );
}

function responseHead(statusCode: number, headers: HeaderList): Buffer {
  const lines = headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1] ?? ''}`] : []));
  return Buffer.from([`HTTP/1.1 ${statusCode} `, ...lines, '', ''].join('\r\n'), 'latin1');
}

function conclude(
  delivery: Delivery,
  statusCode: number,
  socket: Duplex,
  call: AnsweredCall,
): InvocationError | undefined {
  if (delivery.outcome === 'answered') return undefined;
  const answer = platformAnswer(delivery, call);
  if (statusCode === 0) {
    const body = Buffer.from(JSON.stringify(answer.body));
    const headers = ['Content-Type', 'application/json', 'X-Fc-Request-Id', call.requestId];
    headers.push('X-Fc-Error-Type', answer.errorType, 'Content-Length', String(body.length), 'Connection', 'close');
    socket.end(Buffer.concat([responseHead(answer.statusCode, headers), body]));
  } else socket.destroy();
  return answer.error;
}
