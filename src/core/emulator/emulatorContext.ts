import type { Clock } from '../ports/clock.ts';
import type { ContainerEngine } from '../ports/containerEngine.ts';
import type { CredentialsSource } from '../ports/credentials.ts';
import type { FileSystem } from '../ports/fileSystem.ts';
import type { LogSink } from '../ports/logSink.ts';
import type { Slots } from '../shared/slots.ts';
import type { Owner } from '../instance/labels.ts';
import type { InvocationHistory } from '../invocation/invocationHistory.ts';
import type { EngineSession } from './engineSession.ts';
import type { Settings } from './settings.ts';

export interface EmulatorProps {
  /** Finds and opens an engine; called on first need, again after it was lost. */
  readonly connect: (address: string) => Promise<ContainerEngine>;
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly log: LogSink;
  readonly settings: () => Settings;
  /** Where short-lived credentials come from, when the settings want them. */
  readonly credentials: CredentialsSource;
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
  /** Starts at the same moment: more of them only make each take longer (measured). */
  readonly startSlots: Slots;
  readonly history: InvocationHistory;
  /** Containers that could not be removed because the engine went away. */
  readonly leftBehind: Set<string>;
  /** Aborted when the emulator is disposed. */
  readonly closing: AbortSignal;
  /** Views should look again, now. */
  readonly changed: () => void;
  /** Views should look again some time soon: this comes by the ten thousand in a second. */
  readonly changedSoon: () => void;
}

/** A signal for work on behalf of a caller: it ends when the caller cancels, and when the emulator is disposed. */
export function whileOpen({ closing }: EmulatorContext, signal: AbortSignal | undefined): AbortSignal {
  return signal === undefined ? closing : AbortSignal.any([closing, signal]);
}
