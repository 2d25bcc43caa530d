import type { HeaderList } from '../instance/answerSink.ts';
import type { ApiContext, ApiRequest } from './apiOperation.ts';
import { requireLatest } from './callControl.ts';
import type { ClientCall } from './clientCall.ts';
import { describeFunction } from './functionDescription.ts';
import { describeFunction2 } from './functionDescription2.ts';
import type { GatewayFunction } from './gatewayBackend.ts';
import { functionOf } from './invokeApi2.ts';
import { functionNotFound, invalidArgument } from './platformError.ts';

const json: HeaderList = ['Content-Type', 'application/json', 'Access-Control-Expose-Headers', 'Date,x-fc-request-id'];

/** docs: ListFunctions, limit. */
const [defaultLimit, maxLimit] = [20, 100];

/** `GET /2023-03-30/functions/{functionName}` (docs: API reference, GetFunction). */
export function getFunction({ call, parts, query }: ApiRequest, { functions, accountId }: ApiContext): void {
  const [functionName = ''] = parts;
  const found = functions.byName(functionName);
  if (found === undefined) throw functionNotFound(functionName);
  requireLatest(query.get('qualifier') ?? undefined, functionName);
  answer(call, { ...describeFunction(found, accountId()), ...stateOf(found) });
}

/** `GET /2023-03-30/functions` (docs: API reference, ListFunctions, which leaves the state to GetFunction). */
export function listFunctions({ call, query }: ApiRequest, { backend, accountId }: ApiContext): void {
  const { page, nextToken } = pageOf(backend.functions(), query);
  answer(call, { functions: page.map((found) => describeFunction(found, accountId())), nextToken });
}

/** `GET /2016-08-15/services/{service[.qualifier]}/functions/{function}`. */
export function getFunction2({ call, parts }: ApiRequest, { functions }: ApiContext): void {
  answer(call, describeFunction2(functionOf(parts, functions)));
}

/** `GET /2016-08-15/services/{service[.qualifier]}/functions`: of whatever service, as s.yaml of 3.0 knows none. */
export function listFunctions2({ call, query }: ApiRequest, { backend }: ApiContext): void {
  const { page, nextToken } = pageOf(backend.functions(), query);
  answer(call, { functions: page.map(describeFunction2), nextToken });
}

/** docs: function state. An update that failed leaves the image it had before in use. */
function stateOf({ state, stateReason, startFailure }: GatewayFunction): object {
  return {
    state,
    ...(stateReason === undefined ? {} : { stateReason, stateReasonCode: 'ImageNotFound' }),
    lastUpdateStatus: state === 'Pending' ? 'InProgress' : state === 'Active' ? 'Successful' : 'Failed',
    ...(startFailure === undefined
      ? {}
      : { lastUpdateStatusReason: startFailure.message, lastUpdateStatusReasonCode: startFailure.code }),
  };
}

/** One page of the functions in the order of their names; the token of the next one is its first name. */
function pageOf(
  functions: readonly GatewayFunction[],
  query: URLSearchParams,
): { readonly page: readonly GatewayFunction[]; readonly nextToken?: string } {
  const limit = Number(query.get('limit') ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit)
    throw invalidArgument(`limit '${query.get('limit')}' is not in the range of 1 to ${maxLimit}`);
  const prefix = query.get('prefix') ?? '';
  const start = query.get('nextToken') ?? query.get('startKey') ?? '';
  const named = functions
    .filter(({ spec }) => spec.functionName.startsWith(prefix) && spec.functionName >= start)
    .sort((a, b) => (a.spec.functionName < b.spec.functionName ? -1 : 1));
  const next = named[limit]?.spec.functionName;
  return { page: named.slice(0, limit), ...(next === undefined ? {} : { nextToken: next }) };
}

function answer(call: ClientCall, value: object): void {
  call.answer(200, json, Buffer.from(JSON.stringify(value)));
}
