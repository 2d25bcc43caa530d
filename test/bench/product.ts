import { everySink } from '../../src/core/log/everySink.ts';
import { SavedLog, savedLogNote } from '../../src/core/log/savedLog.ts';
import type { LogSink } from '../../src/core/ports/logSink.ts';
import { createEmulator, type Emulator } from '../../src/core/emulator/createEmulator.ts';
import { defaultSettings, type Settings } from '../../src/core/emulator/settings.ts';
import { FunctionLog } from '../../src/extension/output/functionLog.ts';
import { localCredentials, localMachine } from '../../src/localMachine.ts';
import { SavedLogFiles } from '../../src/node/savedLogFiles.ts';

// What the bench needs of the product and no shipped bundle gives it: the editor's log without an editor, and an emulator
// that takes the engine for one whose containers it cannot dial. Bundled as the product is.

/** The log as the extension keeps it: saved in a folder, and as text for the panel. */
export interface EditorLog extends AsyncDisposable {
  readonly sink: LogSink;
  /** Resolves when every line that came is on the disk. */
  flush(): Promise<void>;
}

/** @param onPanel in place of the output channel */
export function openEditorLog(folder: string, onPanel: (text: string) => void): EditorLog {
  const store = new SavedLogFiles({
    folder,
    note: savedLogNote,
    onError: (error) => {
      throw error;
    },
  });
  const saved = new SavedLog(store);
  const nothing = (): void => undefined;
  const channel = { append: onPanel, clear: nothing, show: nothing, dispose: nothing };
  const panel = new FunctionLog(channel);
  return {
    sink: everySink(panel, saved),
    flush: () => store.flush(),
    [Symbol.asyncDispose]: async () => {
      await saved[Symbol.asyncDispose]();
      panel.dispose();
    },
  };
}

/** `createLocalEmulator`, where containers are reached through published ports only, as on Docker Desktop. */
export function createEmulatorBehindPorts(options: {
  readonly settings: Partial<Settings>;
  readonly log: LogSink;
}): Emulator {
  return createEmulator({
    ...localMachine,
    connect: async (address) => {
      const { info, images, containers } = await localMachine.connect(address);
      return { info: { ...info, containersReachable: false }, images, containers };
    },
    credentials: localCredentials(),
    log: options.log,
    settings: () => ({ ...defaultSettings, ...options.settings }),
    trace: () => undefined,
  });
}
