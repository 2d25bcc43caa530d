import { join } from 'node:path';
import { createEmulator, type Emulator } from './core/emulator/createEmulator.ts';
import { defaultSettings, type Settings } from './core/emulator/settings.ts';
import type { LogSink } from './core/ports/logSink.ts';
import { planScaffold, type ScaffoldRequest } from './core/scaffold/planScaffold.ts';
import { writeScaffold, type WrittenScaffold } from './core/scaffold/writeScaffold.ts';
import { localCredentials, localMachine } from './localMachine.ts';

export interface LocalEmulatorOptions {
  readonly settings?: Partial<Settings>;
  readonly log?: LogSink;
  readonly trace?: (message: string) => void;
}

/** The same emulator without an editor: for tests, benches and scripts. */
export function createLocalEmulator(options: LocalEmulatorOptions = {}): Emulator {
  return createEmulator({
    ...localMachine,
    credentials: localCredentials(),
    log: options.log ?? { write: () => undefined },
    settings: () => ({ ...defaultSettings, ...options.settings }),
    trace: options.trace ?? (() => undefined),
  });
}

/**
 * Creates a function from a template, as the editor's command does with arguments: no question, and no file with other
 * content is replaced.
 * @param templatesFolder absolute path of `media/templates`
 */
export async function createFunction(request: ScaffoldRequest, templatesFolder: string): Promise<WrittenScaffold> {
  const { files } = localMachine;
  const plan = await planScaffold(request, async (name) => {
    const text = await files.readText(join(templatesFolder, name));
    if (text === undefined) throw new Error(`there is no template file ${name} in ${templatesFolder}`);
    return text;
  });
  return writeScaffold(plan, files, { mayReplace: () => Promise.resolve(false) });
}
