/** How a request reaches a function: `event` = InvokeFunction (`POST /invoke`), `http` = an HTTP trigger, passed through. */
export type InvocationRequest =
  | { readonly mode: 'event'; readonly body: Uint8Array }
  | {
      readonly mode: 'http';
      readonly method: string;
      /** Path and query, beginning with `/`. */
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    };

/** What came of one request. */
export interface InvocationResult {
  /** `1-<8 hex>-<8 hex>-<12 hex>`, first group the unix seconds. */
  readonly requestId: string;
  readonly functionName: string;
  readonly instanceId: string;
  /** The container's own HTTP status (in event mode the cloud does not pass it on to the caller). */
  readonly statusCode: number;
  /** The container's own headers, names in lower case, repeated values joined as Node does. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly durationMs: number;
  /** Whole milliseconds, rounded up, as Function Compute bills. */
  readonly billedDurationMs: number;
  /** MB, of the limit in `memorySizeMb`; absent when the engine cannot tell. */
  readonly maxMemoryMb?: number;
  readonly memorySizeMb: number;
  /** Present when this request had to start an instance: milliseconds spent on that. */
  readonly coldStartMs?: number;
  /** The function failed (crash, timeout, `x-fc-status: 404`): the platform's error type and text. */
  readonly error?: {
    /** As in the header `X-Fc-Error-Type`. */
    readonly type: string;
    readonly message: string;
    /** What we found beyond the platform's text. */
    readonly hint?: string;
  };
}
