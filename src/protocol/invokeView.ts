/**
 * Messages between the extension host and the invoke view. Plain JSON both ways; each side checks what it receives
 * with the guards in `invokeViewGuards.ts` and drops what it does not know.
 *
 * One run is one press of Invoke, whoever pressed. Run numbers only grow: who begins one takes the greatest number seen
 * so far plus one. So a view that was hidden and drawn again can take up the last run, and what still arrives of an
 * older run is ignored.
 */

/** Host → view. */
export type ToInvokeView =
  | { readonly type: 'functions'; readonly functions: readonly FunctionChoice[] }
  /** Choose this function in the form, as soon as it is in the list. */
  | { readonly type: 'select'; readonly id: string }
  /** A run has begun, from this view or elsewhere; `elapsedMs` ago, for views that were not there. */
  | { readonly type: 'started'; readonly run: number; readonly functionName: string; readonly elapsedMs: number }
  | { readonly type: 'result'; readonly run: number; readonly result: ResultData }
  /** The function was never asked, or its answer never came. */
  | { readonly type: 'failed'; readonly run: number; readonly message: string; readonly hint?: string }
  | { readonly type: 'cancelled'; readonly run: number };

/** View → host. */
export type FromInvokeView =
  /** The view is drawn and empty: send what is known of the last run (`started`, then its outcome), then `functions`. */
  | { readonly type: 'ready' }
  | { readonly type: 'invoke'; readonly run: number; readonly functionId: string; readonly request: RequestData }
  | { readonly type: 'cancel'; readonly run: number }
  /** For the clipboard, where the page itself may not write to it. */
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'showLog' }
  | { readonly type: 'createFunction' };

export interface FunctionChoice {
  readonly id: string;
  readonly name: string;
  /** `stopped`, `starting`, `running :9000`…, shown under the name. */
  readonly status: string;
  /** What tells two functions of one name apart, for instance the folder. */
  readonly location?: string;
  /** The mode to begin with: `http` for a function that has an HTTP trigger. Event when absent. */
  readonly mode?: InvokeMode;
}

export type InvokeMode = 'event' | 'http';

export type RequestData =
  | { readonly mode: 'event'; readonly body: string }
  | {
      readonly mode: 'http';
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

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

/** How the body of a response is carried: text as it is, everything else as base64. */
export interface BodyData {
  readonly encoding: 'utf8' | 'base64';
  readonly data: string;
}
