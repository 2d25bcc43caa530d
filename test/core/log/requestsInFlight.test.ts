import { describe, expect, it } from 'vitest';
import { RequestsInFlight } from '../../../src/core/log/requestsInFlight.ts';

const a = '1-65b764db-15eb737f-00000000000a';
const b = '1-65b764db-15eb737f-00000000000b';
const uuid = '529eab23-9b3a-4ffc-88c8-9a6860000000';

function inFlight(...requestIds: readonly string[]): RequestsInFlight {
  const requests = new RequestsInFlight();
  for (const requestId of requestIds) requests.started(requestId);
  return requests;
}

describe('A line belongs', () => {
  it('to the only request there is', () => {
    const requests = inFlight(a, b);
    expect(requests.only).toBeUndefined();
    requests.ended(a);
    expect(requests.only).toBe(b);
    requests.ended(b);
    expect(requests.only).toBeUndefined();
  });

  it.each([
    [`2025-01-01 ${b} [info] hello`, b],
    [`${b} follows ${a}`, b],
    [`calls another function: 1-65b764db-15eb737f-00000000000c`, undefined],
    [`answered 1-65b764db-15eb737f-00000000000c to ${a}`, a],
    ['hello', undefined],
    ['', undefined],
  ])('to the request it names: %j', (text, requestId) => {
    expect(inFlight(a, b).namedIn(text)).toBe(requestId);
  });

  it('to a request whose id a client or the initializer made up', () => {
    expect(inFlight(a, uuid, 'order 4711').namedIn(`<${uuid}>`)).toBe(uuid);
    expect(inFlight(a, uuid, 'order 4711').namedIn('took order 4711')).toBe('order 4711');
  });

  it('to nobody whose id is a word', () => {
    expect(inFlight(a, 'order').namedIn('took an order')).toBeUndefined();
  });

  it('to a request that is over, for as long as it is one of the latest', () => {
    const requests = inFlight(a);
    requests.ended(a);
    expect(requests.namedIn(`late: ${a}`)).toBe(a);
    for (let n = 0; n < 8; n++) {
      requests.started(`call-${n}`);
      requests.ended(`call-${n}`);
    }
    expect(requests.namedIn(`late: ${a}`)).toBeUndefined();
  });

  it('to one that is tried again, from its new start on', () => {
    const requests = inFlight(a);
    requests.ended(a);
    requests.started(a);
    expect(requests.only).toBe(a);
    requests.ended(a);
    expect(requests.only).toBeUndefined();
  });

  it.each([
    ['nobody is known', inFlight(), a, false],
    ['only one is', inFlight(a), a, false],
    ['there are two', inFlight(a, b), `x\n${a}\n`, true],
    ['there are two and none is named', inFlight(a, b), 'x\ny\n', false],
  ])('to a request it names, which is not looked for when %s', (_, requests, block, areNamed) => {
    expect(requests.areNamedIn(block)).toBe(areNamed);
  });

  it('to one that is over, though another is the only one in flight', () => {
    const requests = inFlight(a);
    requests.ended(a);
    requests.started(b);
    expect(requests.areNamedIn(`${b} x\n${a} y\n`)).toBe(true);
    expect(requests.areNamedIn(`${b} x\n${b} y\n`)).toBe(false);
  });
});
