import type { ApiContext, ApiRequest } from './apiOperation.ts';
import { requireLatest } from './callControl.ts';
import type { FunctionIndex } from './functionIndex.ts';
import type { GatewayFunction } from './gatewayBackend.ts';
import { callOverHttp } from './httpTrigger.ts';
import { invokeWithEvent, type InvokeNames } from './invokeApi.ts';
import { functionNotFound } from './platformError.ts';
import { requireSignature } from './signature.ts';

const names: InvokeNames = {
  exposedHeaders:
    'Date,x-fc-request-id,x-fc-error-type,x-fc-code-checksum,x-fc-invocation-duration,x-fc-max-memory-usage,' +
    'x-fc-log-result,x-fc-invocation-code-version',
  taskHeader: 'X-Fc-Stateful-Async-Invocation-Id',
};

/** `POST /2016-08-15/services/{service[.qualifier]}/functions/{function}/invocations` (docs: Function Compute 2.0, InvokeFunction). */
export async function invokeFunction2({ call, parts }: ApiRequest, context: ApiContext): Promise<void> {
  await invokeWithEvent(call, functionOf(parts, context.functions), names, context);
}

/**
 * `/2016-08-15/proxy/{service[.qualifier]}/{function}/{path}`: a call over HTTP. The function sees the whole path, prefix
 * and all, as it does in the cloud; with the header `x-fc-invocation-target` there is no prefix (docs: FAQ on 404).
 */
export async function proxyCall({ call, parts }: ApiRequest, context: ApiContext): Promise<void> {
  const found = functionOf(parts, context.functions);
  // without a trigger nothing says that everybody may
  if (found.spec.httpTrigger === undefined) requireSignature(call.request, context, { signsQuery: true });
  await callOverHttp(call, found, call.request.url ?? '/', context);
}

/** s.yaml of 3.0 knows no services: a function is in every service. @throws PlatformError */
export function functionOf(
  [service = '', functionName = '']: readonly string[],
  functions: FunctionIndex,
): GatewayFunction {
  const [serviceName = '', qualifier] = service.split('.', 2);
  const found = functions.byName(functionName);
  if (found === undefined) throw functionNotFound(functionName, serviceName);
  requireLatest(qualifier, functionName);
  return found;
}
