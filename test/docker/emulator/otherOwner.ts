import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import type { Settings } from '../../../src/core/emulator/settings.ts';
import type { RealFunction } from './realFunction.ts';

/** A process of its own that runs a function, as a second editor does. */
export interface OtherOwner {
  /** As an editor that is killed, or a machine that runs out of memory. */
  kill(): Promise<void>;
  /** Disposes its emulator and exits. */
  end(): Promise<void>;
}

export interface OwnerOptions {
  readonly settings?: Partial<Settings>;
  /** It is ready when its function's log has such a line, or the function is `started`. */
  readonly until?: RegExp;
}

/** @throws when it ends before it is ready */
export async function otherOwner(
  { id, folder }: RealFunction,
  { settings = {}, until = /^started$/ }: OwnerOptions = {},
): Promise<OtherOwner> {
  const script = `
    const [id, headless, settings] = process.argv.slice(1);
    const log = { write: ({ text }) => console.log(text) };
    const emulator = require(headless).createLocalEmulator({ settings: JSON.parse(settings), log });
    emulator.refresh([require('node:path').dirname(id)])
      .then(() => emulator.start(id))
      .then(() => console.log('started'))
      .catch((error) => { console.error(error); process.exit(1); });
    process.stdin.resume().on('end', () => emulator[Symbol.asyncDispose]().then(() => process.exit()));`;
  const args = ['-e', script, id, await headlessBundle(folder), JSON.stringify(settings)];
  const owner = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(owner, 'exit');
  let isReady = false;
  for await (const line of createInterface(owner.stdout)) {
    isReady = until.test(line);
    if (isReady) break;
  }
  if (!isReady) throw new Error('the other process ended too early');
  return {
    kill: async () => {
      owner.kill('SIGKILL');
      await exited;
    },
    end: async () => {
      owner.stdin.end();
      await exited;
    },
  };
}

async function headlessBundle(folder: string): Promise<string> {
  const outfile = join(folder, 'headless.cjs');
  const platform = { bundle: true, platform: 'node', format: 'cjs' } as const;
  const external = ['cpu-features', '*.node'];
  await build({ ...platform, entryPoints: ['src/headless.ts'], outfile, external, logLevel: 'error' });
  return outfile;
}
