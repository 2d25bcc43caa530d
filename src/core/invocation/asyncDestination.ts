import type { FunctionSpec } from '../function/functionSpec.ts';
import type { AsyncTask, AsyncTaskError } from './asyncTask.ts';

/** What a destination is told about a call that ended (docs: asynchronous invocation, result callback). */
export interface AsyncRecord {
  /** Milliseconds. When the last attempt began: that is what the published records hold. */
  readonly timestamp: number;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    /** Empty when all is well. */
    readonly condition: string;
    readonly approximateInvokeCount: number;
  };
  /** As text, like every payload here: bytes that are not UTF-8 are replaced. */
  readonly requestPayload: string;
  readonly responseContext: { readonly statusCode: number; readonly functionError: string };
  readonly responsePayload: string;
}

/** A destination's record, and what became of it here. */
export interface AsyncDelivery {
  readonly task: AsyncTask;
  readonly event: 'onSuccess' | 'onFailure';
  /** The ARN, as written in `s.yaml`. */
  readonly destination: string;
  readonly record: AsyncRecord;
  /** Whether a function here was called with it. */
  readonly delivered: boolean;
  /** One sentence for the log. */
  readonly text: string;
}

/** What the ARN of a destination names. */
export type AsyncTarget =
  | { readonly kind: 'function'; readonly region: string; readonly functionName: string; readonly qualifier: string }
  | ServiceTarget;

interface ServiceTarget {
  readonly kind: 'service';
  readonly service: string;
  readonly limitBytes: number;
}

/** How much each service takes at a time (docs: asynchronous invocation, payload limits). */
const services: Readonly<Record<string, { readonly service: string; readonly limitBytes: number }>> = {
  mns: { service: 'Simple Message Queue', limitBytes: 64 * 1024 },
  eventbridge: { service: 'EventBridge', limitBytes: 64 * 1024 },
  mq: { service: 'ApsaraMQ for RocketMQ', limitBytes: 4 * 1024 * 1024 },
};

/**
 * Reads a destination's ARN: `acs:fc:<region>:<account>:functions/<name>`, with `.<qualifier>` or `/<qualifier>` behind
 * it, or under a service as FC 2.0 wrote it; `acs:mns:…`, `acs:eventbridge:…`, `acs:mq:…`.
 */
export function readDestination(arn: string): AsyncTarget {
  const fc = /^acs:fc:([^:]*):[^:]*[:/](?:services\/[^/]+\/)?functions\/([A-Za-z_][\w-]*)(?:[./]([\w-]+))?$/.exec(arn);
  if (fc?.[1] !== undefined && fc[2] !== undefined)
    return {
      kind: 'function',
      region: fc[1],
      functionName: fc[2],
      qualifier: fc[3] ?? 'LATEST',
    };
  const known = services[/^acs:([a-z]+):/.exec(arn)?.[1] ?? ''];
  return { kind: 'service', service: 'the destination', limitBytes: Number.POSITIVE_INFINITY, ...known };
}

/** Where a record goes: to a function of this workspace, or, said in a sentence, nowhere. */
export type Destination = LocalDestination | { readonly spec?: never; readonly text: string };

export interface LocalDestination {
  readonly spec: FunctionSpec;
  readonly qualifier: string;
}

export interface DestinationContext {
  readonly functions: readonly FunctionSpec[];
  /** Whose result it is. */
  readonly from: FunctionSpec;
  readonly recordBytes: number;
}

/** Finds what an ARN names here: a function of that name and region, one of the same file before others. */
export function destinationOf(arn: string, { functions, from, recordBytes }: DestinationContext): Destination {
  const target = readDestination(arn);
  if (target.kind === 'service') return { text: elsewhereText(arn, target, recordBytes) };
  const same = functions.filter(
    ({ functionName, region }) =>
      functionName === target.functionName && (region === target.region || isOpen(region) || isOpen(target.region)),
  );
  const spec = same.find(({ configFile }) => configFile === from.configFile) ?? same[0];
  if (spec !== undefined) return { spec, qualifier: target.qualifier };
  return {
    text: `${arn} was not called: this workspace has no function ${target.functionName} in ${target.region}.`,
  };
}

/** Topics, queues and buses are not here; what they would refuse is worth telling all the same. */
function elsewhereText(arn: string, { service, limitBytes }: ServiceTarget, recordBytes: number): string {
  const text = `The result would go to ${arn}; only functions are called here.`;
  if (recordBytes <= limitBytes) return text;
  return `${text} ${service} would refuse it: it has ${Math.ceil(recordBytes / 1024)} KB, and ${limitBytes / 1024} KB are allowed.`;
}

/** Whether a text still has a `${…}` only Serverless Devs can resolve: it may be anything. */
function isOpen(text: string): boolean {
  return text.includes('${');
}

/** What the function answered last, or what was wrong. */
export interface AsyncResult {
  readonly payload: Uint8Array;
  readonly statusCode: number;
  readonly error?: AsyncTaskError;
}

export interface AsyncRecordValues {
  readonly task: AsyncTask;
  readonly functionArn: string;
  readonly requestPayload: Uint8Array;
  /** Absent when the call was never made. */
  readonly result: AsyncResult | undefined;
  readonly now: Date;
}

/** @returns the record of a task that has ended */
export function asyncRecord({ task, functionArn, requestPayload, result, now }: AsyncRecordValues): AsyncRecord {
  return {
    timestamp: (task.startedAt ?? now).getTime(),
    requestContext: {
      requestId: task.requestId,
      functionArn,
      condition: condition(task, result),
      approximateInvokeCount: task.attempts,
    },
    requestPayload: text(requestPayload),
    responseContext: {
      // a call that was stopped has the status of one whose caller went away (docs: FAQ on status code 499)
      statusCode: task.status === 'Stopped' ? 499 : (result?.statusCode ?? 200),
      functionError: functionError(result),
    },
    responsePayload: result === undefined ? '' : text(result.payload),
  };
}

/**
 * `InvocationError` for every failed function, a timeout too, as in the published record; `FunctionResourceExhausted`
 * is the docs' example of a call nobody took. What the docs do not name has the platform's code, or the task's state.
 */
function condition(task: AsyncTask, result: AsyncResult | undefined): string {
  if (task.status === 'Succeeded') return '';
  if (task.status === 'Stopped') return 'ClientClosedRequest';
  if (result?.error === undefined) return task.status;
  if (result.error.type === 'ResourceExhausted') return 'FunctionResourceExhausted';
  return functionError(result) || result.error.type;
}

function functionError(result: AsyncResult | undefined): string {
  if (result?.error === undefined || result.statusCode !== 200) return ''; // no error, or the system's
  return result.error.type === 'InitializationError' ? 'InitializationError' : 'InvocationError';
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
