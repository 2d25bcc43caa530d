import { describe, expect, it } from 'vitest';
import { maxBodyBytes } from '../../../src/protocol/bodySize.ts';
import type { FromInvokeView, ResultData, ToInvokeView } from '../../../src/protocol/invokeView.ts';
import { isFromInvokeView, isToInvokeView } from '../../../src/protocol/invokeViewGuards.ts';

const http = { mode: 'http', method: 'POST', path: '/orders?id=1', headers: { 'X-Trace': 'a' }, body: '' } as const;
const invoke = {
  type: 'invoke',
  run: 7,
  functionId: '/w/s.yaml#hello',
  request: { mode: 'event', body: '{}' },
} as const;
const full: ResultData = {
  functionName: 'hello',
  requestId: '1-67f0a1b2-15d3a2c4-8f1e2d3c4b5a',
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: { encoding: 'utf8', data: '{"ok":true}' },
  durationMs: 42.27,
  billedDurationMs: 43,
  maxMemoryMb: 47.77,
  memorySizeMb: 512,
  coldStartMs: 812,
  error: { type: 'FunctionUnhandledError', message: 'boom' },
};
const { maxMemoryMb: _memory, coldStartMs: _coldStart, error: _error, ...least } = full;
const answered = (result: object) => ({ type: 'result', run: 7, result });
const asking = (request: object) => ({ ...invoke, request });

describe('what the invoke view may ask of the host', () => {
  const sound: FromInvokeView[] = [
    { type: 'ready' },
    invoke,
    { ...invoke, request: http },
    { type: 'cancel', run: 7 },
    { type: 'copy', text: 'body' },
    { type: 'showLog' },
    { type: 'createFunction' },
  ];
  it.each(sound.map((message) => [message.type, message] as const))('takes %s', (_type, message) => {
    expect(isFromInvokeView(message)).toBe(true);
  });

  it('takes a message with a field of a newer view', () => {
    expect(isFromInvokeView({ type: 'cancel', run: 7, reason: 'later' })).toBe(true);
  });

  const unsound: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'invoke'],
    ['a list', [invoke]],
    ['an unknown type', { type: 'format', disk: 'c' }],
    ['a type from the prototype', { type: 'constructor' }],
    ['an invocation of nothing', { ...invoke, functionId: '' }],
    ['an invocation without a request', { type: 'invoke', run: 7, functionId: 'a' }],
    ['a run that is no number', { ...invoke, run: '7' }],
    ['a run before time', { ...invoke, run: 0 }],
    ['half a run', { type: 'cancel', run: 1.5 }],
    ['an unknown mode', asking({ mode: 'async', body: '' })],
    ['a payload that is no text', asking({ mode: 'event', body: { a: 1 } })],
    ['a payload over 32 MB', asking({ mode: 'event', body: 'x'.repeat(maxBodyBytes + 1) })],
    ['a payload over 32 MB once it is UTF-8', asking({ mode: 'event', body: '中'.repeat(maxBodyBytes / 2) })],
    ['a method that no trigger allows', asking({ ...http, method: 'BREW' })],
    ['a path without a slash', asking({ ...http, path: 'orders' })],
    ['a path that ends the request line', asking({ ...http, path: '/ HTTP/1.1\r\nHost: x' })],
    ['a path with a fragment', asking({ ...http, path: '/a#b' })],
    ['a header name with a blank', asking({ ...http, headers: { 'X Trace': 'a' } })],
    ['a header that brings another', asking({ ...http, headers: { 'X-Trace': 'a\r\nHost: b' } })],
    ['a header that is no text', asking({ ...http, headers: { 'X-Trace': 1 } })],
    ['headers as a list', asking({ ...http, headers: ['X-Trace'] })],
  ];
  it.each(unsound)('drops %s', (_what, message) => {
    expect(isFromInvokeView(message)).toBe(false);
  });

  it('takes a payload of exactly 32 MB', () => {
    expect(isFromInvokeView(asking({ mode: 'event', body: 'x'.repeat(maxBodyBytes) }))).toBe(true);
  });
});

describe('what the host may tell the invoke view', () => {
  const choice = { id: 'a', name: 'hello', status: 'running :9000' };
  const sound: [string, ToInvokeView][] = [
    ['an empty list of functions', { type: 'functions', functions: [] }],
    ['functions', { type: 'functions', functions: [choice, { ...choice, location: 'apps', mode: 'http' }] }],
    ['a choice', { type: 'select', id: 'a' }],
    ['a start', { type: 'started', run: 7, functionName: 'hello', elapsedMs: 0 }],
    ['a full result', { type: 'result', run: 7, result: full }],
    ['the least result', { type: 'result', run: 7, result: least }],
    ['a binary result', { type: 'result', run: 7, result: { ...full, body: { encoding: 'base64', data: 'AAE=' } } }],
    ['an empty binary result', { type: 'result', run: 7, result: { ...full, body: { encoding: 'base64', data: '' } } }],
    ['a failure', { type: 'failed', run: 7, message: 'No engine.' }],
    ['a failure with a hint', { type: 'failed', run: 7, message: 'No engine.', hint: 'Start Docker.' }],
    ['a cancellation', { type: 'cancelled', run: 7 }],
  ];
  it.each(sound)('takes %s', (_what, message) => {
    expect(isToInvokeView(message)).toBe(true);
  });

  const unsound: [string, unknown][] = [
    ['nothing', undefined],
    ['an unknown type', { type: 'eval', code: '1' }],
    ['functions that are no list', { type: 'functions', functions: { 0: choice } }],
    ['a function without a name', { type: 'functions', functions: [{ ...choice, name: '' }] }],
    ['a function with an unknown mode', { type: 'functions', functions: [{ ...choice, mode: 'timer' }] }],
    ['more functions than anybody has', { type: 'functions', functions: Array(10_001).fill(choice) }],
    ['an id without end', { type: 'select', id: 'x'.repeat(5000) }],
    ['a start of nothing', { type: 'started', run: 7, elapsedMs: 0 }],
    ['no result', answered([])],
    ['a result without a request id', answered({ ...full, requestId: undefined })],
    ['a status out of range', answered({ ...full, statusCode: 42 })],
    ['a duration that is not finite', answered({ ...full, durationMs: Infinity })],
    ['a negative duration', answered({ ...full, billedDurationMs: -1 })],
    ['memory as text', answered({ ...full, maxMemoryMb: '47' })],
    ['a body as text', answered({ ...full, body: 'hello' })],
    ['a body in an unknown encoding', answered({ ...full, body: { encoding: 'hex', data: '00' } })],
    ['a body that is not base64', answered({ ...full, body: { encoding: 'base64', data: 'A<b>' } })],
    ['base64 with padding inside', answered({ ...full, body: { encoding: 'base64', data: 'AA==AAA=' } })],
    ['a body over 32 MB', answered({ ...full, body: { encoding: 'utf8', data: 'x'.repeat(maxBodyBytes + 1) } })],
    [
      'a binary body over 32 MB',
      answered({ ...full, body: { encoding: 'base64', data: 'A'.repeat(Math.ceil((maxBodyBytes + 3) / 3) * 4) } }),
    ],
    ['an error without a text', answered({ ...full, error: { type: 'FunctionOOMError' } })],
    ['a failure without a text', { type: 'failed', run: 7 }],
    ['a failure with a broken hint', { type: 'failed', run: 7, message: 'No engine.', hint: 3 }],
  ];
  it.each(unsound)('drops %s', (_what, message) => {
    expect(isToInvokeView(message)).toBe(false);
  });

  it('takes 32 MB of binary without trouble', () => {
    const data = `${'A'.repeat((Math.floor(maxBodyBytes / 3) + 1) * 4 - 4)}AAA=`;
    expect(isToInvokeView(answered({ ...full, body: { encoding: 'base64', data } }))).toBe(true);
  });
});
