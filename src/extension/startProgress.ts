import type { Emulator } from '../core/emulator/createEmulator.ts';
import type { StartOptions } from '../core/emulator/startFunction.ts';
import type { Report } from './progress.ts';
import { waitingText } from './views/functionState.ts';

const secondMs = 1000;

/** Tells once a second what a start waits for, how long it may yet, and what was found out so far. */
export async function tellingStart<T>(
  { emulator }: { readonly emulator: Emulator },
  functionId: string,
  report: Report,
  task: (onSlow: NonNullable<StartOptions['onSlow']>) => Promise<T>,
): Promise<T> {
  let found: readonly string[] = [];
  const tell = (): void => {
    const snapshot = emulator.snapshot().functions.find(({ spec }) => spec.id === functionId);
    const waiting = snapshot === undefined ? undefined : waitingText(snapshot, new Date());
    if (waiting !== undefined) report(found.length === 0 ? waiting : `${waiting}. ${found.join(' ')}`);
  };
  const forget = emulator.onDidChange(tell);
  const timer = setInterval(tell, secondMs);
  try {
    return await task((causes) => {
      found = causes;
      tell();
    });
  } finally {
    clearInterval(timer);
    forget();
  }
}
