import type { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { AnswerSink, HeaderList } from './answerSink.ts';

/** Where the server inside is dialled. */
export interface InstanceAddress {
  readonly host: string;
  readonly port: number;
}

/** A body: in memory with its length known, or as it comes. */
export type RequestBody = Uint8Array | Readable;

/** A request as the container receives it, headers complete but for those HTTP itself needs for the body. */
export interface OutgoingRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: RequestBody;
}

/** A request under way. */
export interface Exchange {
  /**
   * Resolves when the sink has seen the end of the answer.
   * Rejects with what broke the connection; StaleConnectionError; whatever `abort` was given. When the answer had begun
   * the sink is told `broken` first.
   */
  readonly done: Promise<void>;
  /** Ends it now: the connection is closed, `done` rejects with the reason. Does nothing after the end. */
  abort(reason: Error): void;
}

/** The server had closed a kept connection: it keeps connections alive for too short a time. */
export class StaleConnectionError extends Error {}

/** The HTTP connections to one instance, kept and reused for as long as its server keeps them, as the platform does. */
export interface InstanceClient {
  send(request: OutgoingRequest, sink: AnswerSink): Exchange;
  /** Asks for another protocol on the connection (WebSocket); bodies are none. The socket is its taker's to end. */
  upgrade(request: OutgoingRequest, signal?: AbortSignal): Promise<UpgradeAnswer>;
  /** Ends every connection at once. */
  destroy(): void;
}

export type UpgradeAnswer =
  | { readonly upgraded: true; readonly statusCode: number; readonly headers: HeaderList; readonly socket: Duplex }
  /** The server answered as to any request. */
  | { readonly upgraded: false; readonly statusCode: number; readonly headers: HeaderList; readonly body: Uint8Array };
