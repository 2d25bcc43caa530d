import type Docker from 'dockerode';
import type { EngineInfo } from '../core/ports/containerEngine.ts';
import { withDeadline } from './deadline.ts';
import { translateError } from './translateError.ts';

/** What the clients share: dockerode and the engine it talks to. */
export interface EngineConnection {
  readonly docker: Docker;
  readonly info: EngineInfo;
}

interface EngineCall {
  /** For the message when it fails: `create the container`. */
  readonly doing: string;
  readonly signal?: AbortSignal | undefined;
  /** A silent engine would otherwise be waited for for ever: sockets have no timeout of their own. */
  readonly limitMs?: number;
}

const usualLimitMs = 30_000;

/** One request to the engine: bounded in time, cancellable, its errors in our words. */
export async function callEngine<T>(
  { info }: EngineConnection,
  { doing, signal, limitMs = usualLimitMs }: EngineCall,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withDeadline(limitMs, signal, work);
  } catch (error) {
    throw translateError(error, { doing, address: info.address });
  }
}

interface StreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Sends a request dockerode has no cancellable method for, and gives the answer as a stream. */
export async function dialStream(
  { docker }: Pick<EngineConnection, 'docker'>,
  { method, path, query, signal }: StreamRequest,
): Promise<NodeJS.ReadableStream> {
  const request = {
    method,
    path: query ? `${path}?` : path, // the mark tells docker-modem to add the query
    options: { _query: query, _body: {} },
    abortSignal: signal,
    isStream: true,
    statusCodes: { 200: true },
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request, (error, answer) => {
      if (error) reject(error);
      else resolve(answer as NodeJS.ReadableStream);
    });
  });
}

/** Reads an answer to its end; rejects when the connection breaks before. */
export async function readText(stream: NodeJS.ReadableStream): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) text += decoder.decode(chunk as Buffer, { stream: true });
  return text;
}
