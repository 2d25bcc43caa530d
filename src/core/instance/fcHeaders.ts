import type { FcCredentials } from '../ports/credentials.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { HeaderList } from './answerSink.ts';

/** Tells the function how it was called (docs: custom container, common request headers). */
export type ControlPath = '/invoke' | '/http-invoke' | '/initialize' | '/pre-stop';

/** What the headers say about the function, the same for every call of one instance. */
export interface FcIdentity {
  readonly spec: FunctionSpec;
  readonly accountId: string;
  readonly credentials: FcCredentials | undefined;
}

export interface FcCall {
  readonly requestId: string;
  readonly controlPath: ControlPath;
  /** Version or alias the caller named. */
  readonly qualifier?: string | undefined;
  readonly retryCount?: number | undefined;
}

/**
 * The headers the platform adds to every call (docs: custom container, common request headers; the empty ones are sent
 * empty, as seen in live FC 3.0 dumps of functions without a role and without logging). Those live dumps also have a
 * dozen undocumented ones for tracing inside the platform, all empty: they are left out.
 */
export function fcHeaders(identity: FcIdentity, call: FcCall): string[] {
  const { requestId, controlPath, qualifier, retryCount } = call;
  return [
    'x-fc-request-id',
    requestId,
    'x-fc-control-path',
    controlPath,
    'x-fc-qualifier',
    qualifier || 'LATEST',
    'x-fc-retry-count',
    String(retryCount ?? 0),
    ...constantHeaders(identity),
  ];
}

/** The constant part is made once for an identity: calls come by the ten thousand in a second. */
const made = new WeakMap<FcIdentity, HeaderList>();

function constantHeaders(identity: FcIdentity): HeaderList {
  const before = made.get(identity);
  if (before !== undefined) return before;
  const { spec, accountId, credentials } = identity;
  const log = typeof spec.logConfig === 'object' ? spec.logConfig : undefined;
  const headers = [
    ...['x-fc-access-key-id', credentials?.accessKeyId ?? ''],
    ...['x-fc-access-key-secret', credentials?.accessKeySecret ?? ''],
    ...['x-fc-security-token', credentials?.securityToken ?? ''],
    ...['x-fc-function-name', spec.functionName],
    ...['x-fc-function-handler', spec.handler],
    ...['x-fc-function-memory', String(spec.memorySize)],
    ...['x-fc-function-timeout', String(spec.timeout)],
    ...['x-fc-region', spec.region],
    ...['x-fc-account-id', accountId],
    ...['x-fc-version-id', ''],
    ...['x-fc-service-logproject', log?.project ?? ''],
    ...['x-fc-service-logstore', log?.logstore ?? ''],
  ];
  made.set(identity, headers);
  return headers;
}
