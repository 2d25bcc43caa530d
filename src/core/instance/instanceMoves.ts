import type { Instance, InstanceState, TerminationReason } from './instance.ts';

/** Every move an instance may make; anything else is a mistake in the program, not of the person. */
const moves: Readonly<Record<InstanceState, readonly InstanceState[]>> = {
  starting: ['initializing', 'idle', 'failed', 'stopped'],
  initializing: ['idle', 'failed', 'stopped'],
  idle: ['busy', 'frozen', 'draining', 'stopped'],
  busy: ['idle', 'draining', 'stopped'],
  frozen: ['idle', 'busy', 'draining', 'stopped'],
  draining: ['stopped'],
  stopped: [],
  failed: [],
};

/** Whether an instance in this state still has a container. */
export function isAlive(state: InstanceState): boolean {
  return state !== 'stopped' && state !== 'failed';
}

/** Whether an instance in this state has become ready and is not ending. */
export function isReady(state: InstanceState): boolean {
  return state === 'idle' || state === 'busy' || state === 'frozen';
}

/** The one place where an instance changes its state. */
export function move(instance: Instance, state: InstanceState, termination?: TerminationReason): Instance {
  if (!moves[instance.state].includes(state))
    throw new Error(`instance ${instance.instanceId} cannot go from ${instance.state} to ${state}`);
  return { ...instance, state, ...(termination === undefined ? {} : { termination }) };
}
