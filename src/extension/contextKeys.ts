import { commands, Disposable } from 'vscode';
import type { Emulator } from '../core/emulator/createEmulator.ts';

type ContextKey = 'fcContainer.isOpen' | 'fcContainer.hasCalls';

/** Tells the editor what there is, so that the palette lists only what can be done. */
export class ContextKeys implements Disposable {
  readonly #emulator: Emulator;
  readonly #told = new Map<ContextKey, boolean>();
  readonly #subscription: Disposable;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.#subscription = new Disposable(emulator.onDidChange(() => this.#look()));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #look(): void {
    const { functions } = this.#emulator.snapshot();
    const isOpen = functions.some(({ url, activity }) => url !== undefined || activity === 'starting');
    this.#tell('fcContainer.isOpen', isOpen);
    const hadCalls = this.#told.get('fcContainer.hasCalls') === true;
    this.#tell('fcContainer.hasCalls', hadCalls || this.#emulator.history().length > 0);
  }

  #tell(key: ContextKey, value: boolean): void {
    if (this.#told.get(key) === value) return;
    this.#told.set(key, value);
    void commands.executeCommand('setContext', key, value);
  }
}
