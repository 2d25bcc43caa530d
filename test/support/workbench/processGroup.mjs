// @ts-check
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** @type {Set<ProcessGroup>} */
const live = new Set();

/**
 * A process and everything it starts, ended together and by the id of the group that was started here: VS Code's server
 * starts an extension host, a file watcher and a pty host, and those must not outlive a run that was interrupted.
 */
export class ProcessGroup {
  /**
   * @param {string} command
   * @param {string[]} args
   * @param {{ env?: NodeJS.ProcessEnv, output: number, atExit?: () => void }} options `output` is an open file
   */
  constructor(command, args, { env, output, atExit }) {
    this.atExit = atExit;
    /** @type {string | number | undefined} */
    this.outcome = undefined;
    this.child = spawn(command, args, { env, detached: true, stdio: ['ignore', output, output] });
    this.child.on('exit', (code, signal) => (this.outcome = signal ?? code ?? 'unknown'));
    this.child.on('error', (error) => (this.outcome = error.message));
    live.add(this);
    endAllAtExit();
  }

  async end() {
    live.delete(this);
    if (this.outcome === undefined) {
      this.#signal('SIGTERM');
      for (let waited = 0; waited < 2_000 && this.outcome === undefined; waited += 25) await sleep(25);
    }
    this.#signal('SIGKILL');
  }

  /** For the end of this process, when nothing can be awaited any more. */
  endNow() {
    live.delete(this);
    this.#signal('SIGKILL');
    this.atExit?.();
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    try {
      if (this.child.pid) process.kill(-this.child.pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}

let registered = false;

function endAllAtExit() {
  if (registered) return;
  registered = true;
  process.on('exit', () => live.forEach((group) => group.endNow()));
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => process.exit(130));
  }
}
