import type { ColdStart } from './coldStart.ts';

/**
 * One line for the log: `Cold start 412 ms: image 3, create 8, start 160, port 41, initializer 200`. Phases that did not
 * happen are left out.
 * @param firstByteMs from the request sent to the head of its answer, where it is known
 */
export function coldStartText(coldStart: ColdStart, firstByteMs?: number): string {
  const phases = [
    ['image', coldStart.imageMs],
    ['pull', coldStart.pullMs],
    ['create', coldStart.createMs],
    ['start', coldStart.startMs],
    ['port', coldStart.portMs],
    ['initializer', coldStart.initializerMs],
    ['first byte', firstByteMs ?? 0],
  ] as const;
  const parts = phases.filter(([, ms]) => ms > 0).map(([name, ms]) => `${name} ${Math.round(ms)}`);
  return `Cold start ${Math.round(coldStart.totalMs)} ms: ${parts.join(', ')}`;
}
