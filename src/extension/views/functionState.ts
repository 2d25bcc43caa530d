import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isAlive } from '../../core/instance/instanceMoves.ts';

/**
 * One word for each situation a function can be in; icons, menus and texts all use the same. `ready`: its URL is open, and
 * the next call starts an instance.
 */
export type FunctionState = 'stopped' | 'building' | 'starting' | 'ready' | 'running' | 'stopping' | 'failed';

export function functionState({ activity, instance, url, startFailure }: FunctionSnapshot): FunctionState {
  if (activity !== undefined) return activity;
  if (instance?.state === 'draining') return 'stopping';
  if (instance !== undefined && isAlive(instance.state)) return 'running';
  const died = instance?.termination === 'crashed' || instance?.termination === 'oom';
  if (startFailure !== undefined || died) return 'failed';
  return url === undefined ? 'stopped' : 'ready';
}

/** Why it is not running, when that is worth a word. */
function reason({ instance, startFailure }: FunctionSnapshot): string {
  if (startFailure !== undefined) return startFailure.code;
  if (instance?.termination === 'oom') return 'out of memory';
  return instance?.termination === 'crashed' ? 'crashed' : 'failed';
}

/** State and address in a few words: `running on 127.0.0.1:9000`. */
export function stateText(snapshot: FunctionSnapshot): string {
  const state = functionState(snapshot);
  const at = snapshot.url === undefined ? '' : ` on ${new URL(snapshot.url).host}`;
  if (state === 'running') return `running${at}`;
  if (state === 'ready') return `ready${at}`;
  return state === 'failed' ? reason(snapshot) : state;
}

/** What the start of a function waits for: `waiting for port 9000, 97 s left`; nothing while it waits for nothing. */
export function waitingText({ instances }: FunctionSnapshot, now: Date): string | undefined {
  const newest = instances.at(-1);
  if (newest?.state === 'initializing') return 'running its initializer';
  if (newest?.state !== 'starting') return undefined;
  return [`waiting for port ${newest.caPort}`, timeLeft(newest, now)].filter(Boolean).join(', ');
}

/** How long a start may take yet: `97 s left`. */
export function timeLeft({ state, readyBy }: Instance, now: Date): string | undefined {
  if (state !== 'starting' || readyBy === undefined) return undefined;
  return `${Math.max(0, Math.ceil((readyBy.getTime() - now.getTime()) / 1000))} s left`;
}

/** `linux/amd64 · 48.2 MB`, or that there is none. */
export function imageText({ image }: FunctionSnapshot): string {
  return image === undefined ? '' : `${image.os}/${image.architecture} · ${(image.sizeBytes / 1e6).toFixed(1)} MB`;
}
