import { describe, expect, it } from 'vitest';
import type { Instance, InstanceState } from '../../../src/core/instance/instance.ts';
import { isAlive, move } from '../../../src/core/instance/instanceMoves.ts';

const states: readonly InstanceState[] = ['starting', 'idle', 'busy', 'draining', 'stopped', 'failed'];

const allowed: readonly string[] = [
  'starting → idle',
  'starting → failed',
  'starting → stopped',
  'idle → busy',
  'idle → draining',
  'idle → stopped',
  'busy → idle',
  'busy → draining',
  'busy → stopped',
  'draining → stopped',
];

function instanceThatIs(state: InstanceState): Instance {
  return {
    instanceId: 'c-1',
    functionId: '/shop/s.yaml#hello',
    functionName: 'hello',
    containerId: 'abc',
    imageId: 'sha256:1',
    caPort: 9000,
    hostPort: 9000,
    state,
    startedAt: new Date(0),
  };
}

describe('An instance', () => {
  for (const from of states)
    for (const to of states) {
      const may = allowed.includes(`${from} → ${to}`);
      it(`${may ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        const instance = instanceThatIs(from);
        if (may) expect(move(instance, to)).toEqual({ ...instance, state: to });
        else expect(() => move(instance, to)).toThrow(`cannot go from ${from} to ${to}`);
        expect(instance.state).toBe(from);
      });
    }

  it('keeps the reason it ended with', () => {
    const draining = move(instanceThatIs('busy'), 'draining', 'rebuilt');
    expect(move(draining, 'stopped')).toMatchObject({ state: 'stopped', termination: 'rebuilt' });
  });

  it('has a container until it is stopped or failed', () => {
    expect(states.filter(isAlive)).toEqual(['starting', 'idle', 'busy', 'draining']);
  });
});
