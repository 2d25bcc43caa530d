import { describe, expect, it, vi } from 'vitest';
import { FunctionIndex } from '../../../src/core/gateway/functionIndex.ts';
import { gatewayFunction } from './fakeBackend.ts';

const [first, second] = [
  gatewayFunction({ id: 'a', functionName: 'hello' }),
  gatewayFunction({ id: 'b', functionName: 'hello' }),
];

describe('The index of functions', () => {
  it('finds them by id and by name, the first of those that share one', () => {
    const index = new FunctionIndex({ functions: () => [first, second] });
    const found = [index.byId('b'), index.byName('hello'), index.byId('c'), index.byName('a')];
    expect(found).toEqual([second, first, undefined, undefined]);
  });

  it('is made anew when the list is another one, and not else', () => {
    const list = [first];
    const iterate = vi.spyOn(list, Symbol.iterator);
    let current = list;
    const index = new FunctionIndex({ functions: () => current });
    expect([index.byId('a'), index.byId('b')]).toEqual([first, undefined]);
    expect(iterate).toHaveBeenCalledTimes(1);
    current = [second];
    expect([index.byId('a'), index.byId('b')]).toEqual([undefined, second]);
  });
});
