import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import { isAlive } from '../../core/instance/instanceMoves.ts';

/** One word for each situation a function can be in; icons, menus and texts all use the same. */
export type FunctionState = 'stopped' | 'building' | 'starting' | 'running' | 'stopping' | 'failed';

export function functionState({ activity, instance, startFailure }: FunctionSnapshot): FunctionState {
  if (activity !== undefined) return activity;
  if (instance?.state === 'draining') return 'stopping';
  if (instance !== undefined && isAlive(instance.state)) return 'running';
  const died = instance?.termination === 'crashed' || instance?.termination === 'oom';
  return startFailure !== undefined || died ? 'failed' : 'stopped';
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
  if (state === 'running') return snapshot.url === undefined ? 'running' : `running on ${new URL(snapshot.url).host}`;
  return state === 'failed' ? reason(snapshot) : state;
}

/** `linux/amd64 · 48.2 MB`, or that there is none. */
export function imageText({ image }: FunctionSnapshot): string {
  return image === undefined ? '' : `${image.os}/${image.architecture} · ${(image.sizeBytes / 1e6).toFixed(1)} MB`;
}
