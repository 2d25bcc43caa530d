import { describe, expect, it } from 'vitest';
import { isPreflight, preflightHeaders, triggerHeaders } from '../../../src/core/gateway/triggerHeaders.ts';

const origin = 'https://shop.example';

describe('The answer of a trigger', () => {
  it('may be read by the page that asked', () => {
    expect(triggerHeaders(origin, [])).toEqual([
      ...['Access-Control-Expose-Headers', 'Date,x-fc-request-id'],
      ...['Access-Control-Allow-Origin', origin],
      ...['Access-Control-Allow-Credentials', 'true'],
    ]);
    expect(triggerHeaders(undefined, [])).toEqual(['Access-Control-Expose-Headers', 'Date,x-fc-request-id']);
  });

  it('keeps to what the function says about that itself', () => {
    const own = ['access-control-ALLOW-origin', 'https://other.example'];
    expect(triggerHeaders(origin, own)).not.toContain('Access-Control-Allow-Origin');
    expect(triggerHeaders(origin, ['Access-Control-Allow-Credentials', 'false'])).not.toContain('true');
  });
});

describe('A preflight', () => {
  it('is asked by browsers only', () => {
    expect(isPreflight({ origin, 'access-control-request-method': 'PUT' })).toBe(true);
    expect(isPreflight({ origin })).toBe(false);
    expect(isPreflight({ 'access-control-request-method': 'PUT' })).toBe(false);
  });

  it('is told what the trigger allows', () => {
    expect(preflightHeaders({ origin }, ['GET', 'PUT'])).toEqual([
      ...['Access-Control-Allow-Origin', origin],
      ...['Access-Control-Allow-Credentials', 'true'],
      ...['Access-Control-Allow-Methods', 'GET,PUT'],
      ...['Access-Control-Max-Age', '3600'],
    ]);
    expect(preflightHeaders({ origin, 'access-control-request-headers': 'x-a,x-b' }, [])).toContain('x-a,x-b');
  });
});
