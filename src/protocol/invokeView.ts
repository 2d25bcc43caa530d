/**
 * Messages between the extension host and the invoke view. Plain JSON both ways; each side checks what it receives
 * with the guards below and drops what it does not know.
 */

export interface FunctionChoice {
  readonly id: string;
  readonly name: string;
  /** `stopped`, `starting`, `running :9000`…, shown beside the name. */
  readonly status: string;
}

/** How the body of a request or response is carried: text as it is, everything else as base64. */
export interface BodyData {
  readonly encoding: 'utf8' | 'base64';
  readonly data: string;
}

export interface ResultData {
  readonly functionName: string;
  readonly requestId: string;
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyData;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly maxMemoryMb?: number;
  readonly memorySizeMb: number;
  readonly coldStartMs?: number;
  readonly error?: { readonly type: string; readonly message: string };
}

/** Host → view. */
export type ToInvokeView =
  | { readonly type: 'functions'; readonly functions: readonly FunctionChoice[] }
  /** Choose this function in the form. */
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'started'; readonly run: number }
  | { readonly type: 'result'; readonly run: number; readonly result: ResultData }
  | { readonly type: 'failed'; readonly run: number; readonly message: string; readonly hint?: string }
  | { readonly type: 'cancelled'; readonly run: number };

/** View → host. */
export type FromInvokeView =
  | { readonly type: 'ready' }
  | { readonly type: 'invoke'; readonly run: number; readonly functionId: string; readonly request: RequestData }
  | { readonly type: 'cancel'; readonly run: number }
  | { readonly type: 'showLog' }
  | { readonly type: 'createFunction' };

export type RequestData =
  | { readonly mode: 'event'; readonly body: string }
  | {
      readonly mode: 'http';
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };
