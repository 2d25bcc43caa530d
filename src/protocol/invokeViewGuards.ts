import { base64Size, fitsInBytes, maxBodyBytes } from './bodySize.ts';
import { isHeaderName, isHeaderValue, isHttpMethod, isHttpPath } from './httpSyntax.ts';
import type { BodyData, FromInvokeView, FunctionChoice, RequestData, ResultData, ToInvokeView } from './invokeView.ts';
import * as shape from './shape.ts';
import type { Check, FieldChecks } from './shape.ts';

/** May the host act on this? */
export function isFromInvokeView(value: unknown): value is FromInvokeView {
  return fromInvokeView(value);
}

/** May the view show this? */
export function isToInvokeView(value: unknown): value is ToInvokeView {
  return toInvokeView(value);
}

type Variant<Union, Tag extends keyof Union, Value> = Omit<Extract<Union, Readonly<Record<Tag, Value>>>, Tag>;

/** One entry for every message of a union, one check for every field of a message. */
type Messages<Union extends { readonly type: string }> = {
  readonly [Type in Union['type']]: FieldChecks<Variant<Union, 'type', Type>>;
};

const id = shape.name(4096);
const functionName = shape.name(256);
const line = shape.text(4096);
const message = shape.text(64 * 1024);
const run = shape.integer(1, Number.MAX_SAFE_INTEGER);
const mode = shape.oneOf('event', 'http');
const requestBody = shape.textThat(maxBodyBytes, (text) => fitsInBytes(text, maxBodyBytes));

const requests: { readonly [Mode in RequestData['mode']]: FieldChecks<Variant<RequestData, 'mode', Mode>> } = {
  event: { body: requestBody },
  http: {
    method: shape.textThat(16, isHttpMethod),
    path: shape.textThat(16 * 1024, isHttpPath),
    headers: shape.dictionary(1000, shape.textThat(1024, isHeaderName), shape.textThat(64 * 1024, isHeaderValue)),
    body: requestBody,
  },
};
const request = shape.tagged('mode', variants(requests));

const bodies: { readonly [Encoding in BodyData['encoding']]: FieldChecks<Omit<BodyData, 'encoding'>> } = {
  utf8: { data: requestBody },
  base64: { data: shape.textThat(maxBodyBytes * 1.5, isBase64Body) },
};

const functionChoice: FieldChecks<FunctionChoice> = {
  id,
  name: functionName,
  status: line,
  location: shape.optional(line),
  mode: shape.optional(mode),
};

const result: FieldChecks<ResultData> = {
  functionName,
  requestId: shape.name(256),
  statusCode: shape.integer(100, 999),
  headers: shape.dictionary(10_000, shape.name(1024), message),
  body: shape.tagged('encoding', variants(bodies)),
  durationMs: shape.amount,
  billedDurationMs: shape.amount,
  maxMemoryMb: shape.optional(shape.amount),
  memorySizeMb: shape.amount,
  coldStartMs: shape.optional(shape.amount),
  error: shape.optional(shape.fields<NonNullable<ResultData['error']>>({ type: line, message })),
};

const from: Messages<FromInvokeView> = {
  ready: {},
  invoke: { run, functionId: id, request },
  cancel: { run },
  copy: { text: shape.text(maxBodyBytes * 1.5) },
  showLog: {},
  createFunction: {},
};
const fromInvokeView = shape.tagged('type', variants(from));

const to: Messages<ToInvokeView> = {
  functions: { functions: shape.list(10_000, shape.fields<FunctionChoice>(functionChoice)) },
  select: { id },
  started: { run, functionName, elapsedMs: shape.amount },
  result: { run, result: shape.fields<ResultData>(result) },
  failed: { run, message, hint: shape.optional(message) },
  cancelled: { run },
};
const toInvokeView = shape.tagged('type', variants(to));

function variants(table: Readonly<Record<string, FieldChecks<object>>>): Readonly<Record<string, Check>> {
  return Object.fromEntries(Object.entries(table).map(([kind, checks]) => [kind, shape.fields(checks)]));
}

/** Looks for what does not belong: a pattern for the whole text would need a step back for each of 40 million characters. */
function isBase64Body(text: string): boolean {
  const end = text.indexOf('=');
  const paddingIsLast = end === -1 || (end >= text.length - 2 && text.endsWith('='));
  return text.length % 4 === 0 && paddingIsLast && !/[^0-9A-Za-z+/=]/.test(text) && base64Size(text) <= maxBodyBytes;
}
