import { ContainerGroup } from './containerGroup.ts';
import { containerProcess, ownCgroups } from './containerProcess.ts';
import type { EngineConnection } from './engineConnection.ts';

/**
 * The control groups of running containers, where the engine shares this machine's kernel and process namespace. The
 * kernel answers in microseconds where the engine's own statistics take up to 1 s (measured).
 */
export class ControlGroups {
  readonly #engine: EngineConnection;
  readonly #groups = new Map<string, Promise<ContainerGroup | undefined>>();

  constructor(engine: EngineConnection) {
    this.#engine = engine;
  }

  /** `undefined` when the container does not run, or not on this machine. */
  async of(id: string): Promise<ContainerGroup | undefined> {
    if (!this.#engine.info.containersReachable) return undefined;
    const known = this.#groups.get(id);
    const group = await known;
    if (group && !group.ended) return group;
    if (known === this.#groups.get(id)) this.forget(id); // its container ended, and may have been started again
    return this.#groups.get(id) ?? this.#find(id, async () => (await containerProcess(this.#engine, id))?.cgroups);
  }

  /** The process is known anyway: look where it is counted now, and not while a call waits for it. */
  learn(id: string, pid: number): void {
    if (!pid || !this.#engine.info.containersReachable || this.#groups.has(id)) return;
    void this.#find(id, async () => ownCgroups(id, pid));
  }

  /** Closes what is open of it. */
  forget(id: string): void {
    const group = this.#groups.get(id);
    this.#groups.delete(id);
    void group?.then((found) => found?.close());
  }

  async #find(id: string, readCgroups: () => Promise<string | undefined>): Promise<ContainerGroup | undefined> {
    const finding = readCgroups().then(
      (cgroups) => (cgroups ? new ContainerGroup(cgroups) : undefined),
      () => undefined,
    );
    this.#groups.set(id, finding);
    const found = await finding;
    if (!found && this.#groups.get(id) === finding) this.#groups.delete(id);
    return found;
  }
}
