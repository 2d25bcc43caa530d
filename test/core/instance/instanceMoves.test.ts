import { describe, expect, it } from 'vitest';
import type { Instance, InstanceState } from '../../../src/core/instance/instance.ts';
import { isAlive, isReady, move } from '../../../src/core/instance/instanceMoves.ts';

const states: readonly InstanceState[] = [
  'starting',
  'initializing',
  'idle',
  'busy',
  'frozen',
  'draining',
  'stopped',
  'failed',
];

const allowed: readonly string[] = [
  'starting → initializing',
  'starting → idle',
  'starting → failed',
  'starting → stopped',
  'initializing → idle',
  'initializing → failed',
  'initializing → stopped',
  'idle → busy',
  'idle → frozen',
  'idle → draining',
  'idle → stopped',
  'busy → idle',
  'busy → draining',
  'busy → stopped',
  'frozen → idle',
  'frozen → busy',
  'frozen → draining',
  'frozen → stopped',
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
    state,
    healthy: true,
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
    expect(states.filter(isAlive)).toEqual(['starting', 'initializing', 'idle', 'busy', 'frozen', 'draining']);
  });

  it('may be given requests when it is ready, frozen or not', () => {
    expect(states.filter(isReady)).toEqual(['idle', 'busy', 'frozen']);
  });
});
