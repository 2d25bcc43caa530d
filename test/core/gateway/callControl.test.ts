import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readCallControl, requestIdOf, requireLatest } from '../../../src/core/gateway/callControl.ts';

const request = (headers: IncomingHttpHeaders): { headers: IncomingHttpHeaders } => ({ headers });

describe('A call', () => {
  it('is synchronous and without a log unless its headers say otherwise', () => {
    expect(readCallControl(request({}))).toEqual({ isAsync: false, wantsLogTail: false, task: {} });
    expect(readCallControl(request({ 'x-fc-invocation-type': 'Async', 'x-fc-log-type': 'Tail' }))).toMatchObject({
      isAsync: true,
      wantsLogTail: true,
    });
  });

  it.each(['x-fc-async-task-id', 'x-fc-stateful-async-invocation-id'])('names its task by %s', (name) => {
    expect(readCallControl(request({ [name]: 'order-1', 'x-fc-async-delay': '1.5' })).task).toEqual({
      taskId: 'order-1',
      delaySeconds: 1.5,
    });
  });

  it.each([{ 'x-fc-invocation-type': 'async' }, { 'x-fc-invocation-type': '' }, { 'x-fc-log-type': 'tail' }])(
    'is refused when they say something else: %j',
    (headers) => {
      expect(() => readCallControl(request(headers))).toThrow(/neither (?:Sync nor Async|None nor Tail)/);
    },
  );

  it('is for the latest version, the only one there is', () => {
    for (const qualifier of [undefined, '', 'LATEST']) requireLatest(qualifier, 'hello');
    expect(() => requireLatest('1', 'hello')).toThrow("version '1' of function 'hello' does not exist.");
    expect(() => requireLatest('prod', 'hello')).toThrow("alias 'prod' of function 'hello' does not exist.");
  });
});

describe('A request id', () => {
  const idOf = (sent?: string): string =>
    requestIdOf(request(sent === undefined ? {} : { 'x-fc-request-id': sent }), () => 'new');

  it.each([
    '1-65b764db-15eb737f-0c67ab5cd968',
    '1-65362416-68afb557d64a2e283eccebce',
    '529eab23-9b3a-4ffc-88c8-9a6861234567',
  ])('a client sends is kept when it has the form of one: %s', (sent) => expect(idOf(sent)).toBe(sent));

  it.each([undefined, '', 'mine', '1-65b764db-15eb737f-0c67ab5cd968\n', '1-65b764db'])(
    'is new otherwise: %j',
    (sent) => {
      expect(idOf(sent)).toBe('new');
    },
  );
});
