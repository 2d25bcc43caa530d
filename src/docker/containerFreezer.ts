import type { ControlGroups } from './controlGroups.ts';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { engineStatus, engineWords } from './translateError.ts';

/**
 * Holds containers still and lets them go: through this machine's kernel where that is allowed (0.1 ms each way), else
 * through the engine's pause and unpause (14 ms each, measured; a call on a frozen instance has 20 ms in all).
 *
 * The engine does not hear of the kernel's way: `docker ps` goes on saying "Up", and `docker stop` and `docker rm -f`
 * work as ever, because runc thaws what it has to kill. To pause through it and thaw behind its back would be worse: it
 * takes such a container for "Paused" until the end, and refuses to unpause it and to run commands in it (tried).
 * Whoever did freeze through the engine, a person's own `docker pause` too, is therefore undone through the engine.
 */
export class ContainerFreezer {
  readonly #engine: EngineConnection;
  readonly #groups: ControlGroups;
  readonly #freezing = new Map<string, Promise<void>>();

  constructor(engine: EngineConnection, groups: ControlGroups) {
    this.#engine = engine;
    this.#groups = groups;
  }

  async freeze(id: string): Promise<void> {
    const freezing = this.#freeze(id).finally(() => {
      if (this.#freezing.get(id) === freezing) this.#freezing.delete(id);
    });
    this.#freezing.set(id, freezing);
    await freezing;
  }

  async thaw(id: string): Promise<void> {
    const freezer = (await this.#groups.of(id))?.freezer;
    if (freezer?.frozenHere && freezer.thaw()) return;
    await this.#freezing.get(id)?.catch(() => undefined); // to unpause before it is paused would leave it paused
    if (freezer?.frozen === false) return;
    await this.#ask(id, 'unpause');
    if (freezer?.frozen) freezer.thaw(); // frozen by an editor that was killed since
  }

  /** Whether it was frozen through the kernel, so that the engine would not know. */
  async frozenUnseen(id: string): Promise<boolean> {
    return (await this.#groups.of(id))?.freezer.frozen ?? false;
  }

  async #freeze(id: string): Promise<void> {
    const freezer = (await this.#groups.of(id))?.freezer;
    if (!freezer?.frozen && !(await freezer?.freeze())) await this.#ask(id, 'pause');
  }

  async #ask(id: string, what: 'pause' | 'unpause'): Promise<void> {
    const doing = what === 'pause' ? 'freeze the container' : 'thaw the container';
    await callEngine(this.#engine, { doing }, async (abortSignal) => {
      try {
        await this.#engine.docker.getContainer(id)[what]({ abortSignal });
      } catch (error) {
        const asItShould = /already paused|not paused|not running|state improper/i;
        if (engineStatus(error) !== 404 && !asItShould.test(engineWords(error))) throw error;
      }
    });
  }
}
