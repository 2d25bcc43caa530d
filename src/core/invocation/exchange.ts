import type { Agent, IncomingMessage } from 'node:http';
import { directRequest } from '../shared/directRequest.ts';

export interface Exchange {
  readonly statusCode: number;
  /** Names in lower case, repeated values joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ExchangeRequest {
  readonly host: string;
  readonly port: number;
  readonly agent: Agent;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** Methods the platform sends again when a kept connection turns out to be closed; the others fail (FC FAQ on 502). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * One HTTP request to the server in the container, body in one write, answer read whole.
 * @throws the socket's error when the server closed the connection without an answer; AbortError
 */
export async function exchange(request: ExchangeRequest): Promise<Exchange> {
  for (;;) {
    try {
      return await send(request);
    } catch (error) {
      // each stale connection is gone with its attempt, and a new connection is never stale: this comes to an end
      if (!(error instanceof StaleConnectionError) || !idempotent.has(request.method)) throw error;
    }
  }
}

/** The server had closed a kept connection: it keeps connections alive for too short a time. */
export class StaleConnectionError extends Error {}

function send({ signal, body, headers, ...options }: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const hasBody = body.length > 0 || !idempotent.has(options.method);
    const outgoing = directRequest(
      { ...options, signal, headers: { ...headers, ...(hasBody ? { 'content-length': String(body.length) } : {}) } },
      (response) => {
        readAll(response).then((received) => {
          const { statusCode = 0 } = response;
          resolve({ statusCode, headers: flatHeaders(response), body: received });
        }, reject);
      },
    );
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const closed = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      reject(closed && outgoing.reusedSocket ? new StaleConnectionError(error.message, { cause: error }) : error);
    });
    outgoing.end(body);
  });
}

async function readAll(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function flatHeaders(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
