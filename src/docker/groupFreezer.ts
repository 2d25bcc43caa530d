import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlGroup } from './controlGroup.ts';

/** Longest wait for the last process to stand still: one that waits for a disk does so only when it has its answer. */
const freezeMs = 200;

/** The kernel's own switch that holds all processes of a control group still (v1: `freezer.state`, v2: `cgroup.freeze`). */
export class GroupFreezer {
  readonly #group: ControlGroup | undefined;
  #frozenHere = false;

  constructor(group: ControlGroup | undefined) {
    this.#group = group;
  }

  /** Whether it is frozen or about to be, by whomever; `undefined` when the kernel does not tell. */
  get frozen(): boolean | undefined {
    const state = this.#group?.read(this.#group.version === 1 ? 'freezer.state' : 'cgroup.freeze');
    return state === undefined ? undefined : !/^(?:THAWED|0)/.test(state);
  }

  /** Whether it was frozen here, and not by the engine or somebody else. */
  get frozenHere(): boolean {
    return this.#frozenHere;
  }

  /** Resolves when everything stands still; to `false` where this process may not do that. */
  async freeze(): Promise<boolean> {
    const done = this.#write('FROZEN', '1');
    this.#frozenHere = done;
    for (let waited = 0; this.#frozenHere && !this.#still && waited < freezeMs; waited++) await sleep(1);
    return done;
  }

  /** Lets everything go on; `false` where this process may not do that. */
  thaw(): boolean {
    this.#frozenHere = false;
    return this.#write('THAWED', '0');
  }

  get #still(): boolean {
    if (this.#group?.version === 1) return this.#group.read('freezer.state') === 'FROZEN\n';
    return /^frozen 1$/m.test(this.#group?.read('cgroup.events') ?? '');
  }

  #write(v1: string, v2: string): boolean {
    if (this.#group?.version === 1) return this.#group.write('freezer.state', v1);
    return this.#group?.write('cgroup.freeze', v2) ?? false;
  }
}
