import type { Clock } from '../ports/clock.ts';
import type { ClientCall } from './clientCall.ts';
import type { FunctionIndex } from './functionIndex.ts';
import type { GatewayBackend } from './gatewayBackend.ts';
import type { GatewaySettings } from './gatewaySettings.ts';

export interface ApiServerOptions {
  readonly backend: GatewayBackend;
  readonly settings: () => GatewaySettings;
  /** Whose functions these are, in their ARNs. */
  readonly accountId: () => string;
  readonly clock: Clock;
  readonly port: number;
  /** Hears of mistakes of the program itself. */
  readonly trace?: (message: string) => void;
}

/** What the API's operations work with. */
export interface ApiContext extends ApiServerOptions {
  readonly functions: FunctionIndex;
}

/** One request for an operation. */
export interface ApiRequest {
  readonly call: ClientCall;
  /** The parts of the path, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

/** Answers the call, or throws why not. */
export type ApiOperation = (request: ApiRequest, context: ApiContext) => Promise<void> | void;
