// @ts-check
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from '../../../scripts/shared/atExit.mjs';

/**
 * A process and everything it starts, ended together and by the id of the group that was started here: VS Code's server
 * starts an extension host, a file watcher and a pty host, and those must not outlive a run that was interrupted.
 */
export class ProcessGroup {
  /** How it ended: an exit code, a signal or why it did not start; undefined while it runs. */
  outcome = /** @type {string | number | undefined} */ (undefined);

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {{ env?: NodeJS.ProcessEnv, output: number }} options `output` is an open file
   */
  constructor(command, args, { env, output }) {
    this.child = spawn(command, args, { env, detached: true, stdio: ['ignore', output, output] });
    this.child.on('exit', (code, signal) => (this.outcome = signal ?? code ?? 'unknown'));
    this.child.on('error', (error) => (this.outcome = error.message));
    this.forget = atExit(() => this.#signal('SIGKILL'));
  }

  async end() {
    if (this.outcome === undefined) {
      this.#signal('SIGTERM');
      for (let waited = 0; waited < 2_000 && this.outcome === undefined; waited += 25) await sleep(25);
    }
    this.#signal('SIGKILL');
    this.forget();
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
