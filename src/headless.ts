import { createEmulator, type Emulator } from './core/emulator/createEmulator.ts';
import { defaultSettings, type Settings } from './core/emulator/settings.ts';
import type { LogSink } from './core/ports/logSink.ts';
import { localMachine } from './localMachine.ts';

export interface LocalEmulatorOptions {
  readonly settings?: Partial<Settings>;
  readonly log?: LogSink;
  readonly trace?: (message: string) => void;
}

/** The same emulator without an editor: for tests, benches and scripts. */
export function createLocalEmulator(options: LocalEmulatorOptions = {}): Emulator {
  return createEmulator({
    ...localMachine,
    log: options.log ?? { write: () => undefined },
    settings: () => ({ ...defaultSettings, ...options.settings }),
    trace: options.trace ?? (() => undefined),
  });
}
