import type { FunctionSpec } from '../function/functionSpec.ts';

/** Tells the function how it was called (docs: custom container, common request headers). */
export type ControlPath = '/invoke' | '/http-invoke' | '/initialize';

/** Request headers a client may not set: they are dropped before the function sees them (docs: custom container HTTP invocation). */
const reservedRequestHeaders: ReadonlySet<string> = new Set(['connection', 'keep-alive']);

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1). */
const hopByHopHeaders: ReadonlySet<string> = new Set(['host', 'content-length', 'transfer-encoding', 'upgrade']);

/** The client's headers that reach the function, names in lower case. */
export function forwardedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !name.startsWith('x-fc-') && !reservedRequestHeaders.has(name) && !hopByHopHeaders.has(name)),
  );
}

export interface FcHeaderValues {
  readonly spec: FunctionSpec;
  readonly requestId: string;
  readonly controlPath: ControlPath;
  readonly accountId: string;
}

/**
 * The headers the platform adds to every call (docs: custom container, common request headers; the empty ones are sent
 * empty, as seen in live FC 3.0 dumps of functions without a role and without logging).
 */
export function fcHeaders({ spec, requestId, controlPath, accountId }: FcHeaderValues): Record<string, string> {
  return {
    'x-fc-request-id': requestId,
    'x-fc-control-path': controlPath,
    'x-fc-access-key-id': '',
    'x-fc-access-key-secret': '',
    'x-fc-security-token': '',
    'x-fc-function-name': spec.functionName,
    'x-fc-function-handler': spec.handler,
    'x-fc-function-memory': String(spec.memorySize),
    'x-fc-function-timeout': String(spec.timeout),
    'x-fc-region': spec.region,
    'x-fc-account-id': accountId,
    'x-fc-qualifier': 'LATEST',
    'x-fc-version-id': '',
    'x-fc-service-logproject': '',
    'x-fc-service-logstore': '',
    'x-fc-retry-count': '0',
  };
}
