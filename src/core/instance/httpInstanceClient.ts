import type { Clock } from '../ports/clock.ts';
import type { AnswerSink } from './answerSink.ts';
import { ClientExchange } from './clientExchange.ts';
import {
  StaleConnectionError,
  type Exchange,
  type InstanceAddress,
  type InstanceClient,
  type OutgoingRequest,
  type UpgradeAnswer,
} from './instanceClient.ts';
import { InstanceConnection, type ConnectionOwner } from './instanceConnection.ts';
import { requestHead } from './requestHead.ts';
import { requestUpgrade } from './requestUpgrade.ts';

/** Methods the platform sends again when a kept connection turns out to be closed; the others fail (docs: FAQ on 502). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Dials nobody until the first request, then as many connections as there are requests under way. They are kept until
 * the server closes them: its `Keep-Alive: timeout` is not taken as a hint, because the platform does not, and a server
 * that closes early must fail here as it does there. Knows no proxies and no redirects, and decodes nothing.
 */
export function createInstanceClient(address: InstanceAddress, watch?: IdleWatch): InstanceClient {
  return new HttpInstanceClient(address, watch);
}

/** Hears of connections the server closed while nobody used them. */
export interface IdleWatch {
  readonly clock: Clock;
  /** @param idleMs since its last answer */
  readonly onIdleClosed: (idleMs: number) => void;
}

class HttpInstanceClient implements InstanceClient, ConnectionOwner {
  readonly #address: InstanceAddress;
  readonly #connections = new Set<InstanceConnection>();
  /** The last one used comes first: of many after a rush, few are kept busy. */
  readonly #idle: InstanceConnection[] = [];
  readonly #ending = new AbortController();
  readonly #watch: IdleWatch | undefined;

  constructor(address: InstanceAddress, watch: IdleWatch | undefined) {
    this.#address = address;
    this.#watch = watch;
  }

  send(request: OutgoingRequest, sink: AnswerSink): Exchange {
    try {
      const exchange = new ClientExchange(request, requestHead(request, this.#address), sink);
      this.#start(exchange, this.#idle.pop());
      return exchange;
    } catch (error) {
      const reason = error as Error;
      return { done: Promise.reject(reason), abort: () => undefined };
    }
  }

  async upgrade(request: OutgoingRequest, signal?: AbortSignal): Promise<UpgradeAnswer> {
    const ending = this.#ending.signal;
    return requestUpgrade(this.#address, request, signal ? AbortSignal.any([signal, ending]) : ending);
  }

  destroy(): void {
    const ended = new Error('The instance was ended.');
    this.#ending.abort(ended);
    for (const connection of this.#connections) connection.fail(ended);
  }

  idle(connection: InstanceConnection): void {
    connection.idleSinceMs = this.#watch?.clock.monotonicMs() ?? 0;
    this.#idle.push(connection);
  }

  closed(connection: InstanceConnection): void {
    this.#connections.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at < 0) return;
    this.#idle.splice(at, 1);
    const watch = this.#watch;
    if (watch !== undefined && !this.#ending.signal.aborted)
      watch.onIdleClosed(watch.clock.monotonicMs() - connection.idleSinceMs);
  }

  lost(exchange: ClientExchange, error: Error, stale: boolean): void {
    if (!stale) exchange.fail(error);
    else if (idempotent.has(exchange.request.method) && exchange.request.body instanceof Uint8Array)
      this.#start(exchange); // a new connection is never stale: this comes to an end
    else exchange.fail(new StaleConnectionError(error.message, { cause: error }));
  }

  /** @throws Error after `destroy` */
  #start(exchange: ClientExchange, connection = this.#open()): void {
    exchange.connection = connection;
    connection.send(exchange);
  }

  #open(): InstanceConnection {
    this.#ending.signal.throwIfAborted();
    const connection = new InstanceConnection(this.#address, this);
    this.#connections.add(connection);
    return connection;
  }
}
