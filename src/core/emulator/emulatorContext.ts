import type { Clock } from '../ports/clock.ts';
import type { ContainerEngine } from '../ports/containerEngine.ts';
import type { FileSystem } from '../ports/fileSystem.ts';
import type { LogSink } from '../ports/logSink.ts';
import type { HostPorts } from '../instance/hostPorts.ts';
import type { Owner } from '../instance/labels.ts';
import type { EngineSession } from './engineSession.ts';
import type { Settings } from './settings.ts';

export interface EmulatorProps {
  /** Finds and opens an engine; called on first need, again after it was lost. */
  readonly connect: (address: string) => Promise<ContainerEngine>;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly log: LogSink;
  readonly settings: () => Settings;
  readonly owner: Owner;
  readonly isProcessAlive: (processId: number) => boolean;
  /** Chance as an input: that many random hex digits. */
  readonly randomHex: (digits: number) => string;
  /** What the emulator does, for the extension's own log. */
  readonly trace: (message: string) => void;
}

/** What the emulator's verbs share. */
export interface EmulatorContext extends EmulatorProps {
  readonly engine: EngineSession;
  readonly hostPorts: HostPorts;
  /** Containers that could not be removed because the engine went away. */
  readonly leftBehind: Set<string>;
  /** Aborted when the emulator is disposed. */
  readonly closing: AbortSignal;
  /** Views should look again. */
  readonly changed: () => void;
}

/** A signal for work on behalf of a caller: it ends when the caller cancels, and when the emulator is disposed. */
export function whileOpen({ closing }: EmulatorContext, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? closing : AbortSignal.any([closing, signal]);
}
