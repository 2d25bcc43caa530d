import os from 'node:os';
import type { EmulatorProps } from './core/emulator/emulatorContext.ts';
import type { CredentialsSource } from './core/ports/credentials.ts';
import { createUserCredentials } from './node/credentials/userCredentials.ts';
import { isProcessAlive } from './node/isProcessAlive.ts';
import { nodeFileSystem } from './node/nodeFileSystem.ts';
import { randomHex } from './node/randomHex.ts';
import { systemClock } from './node/systemClock.ts';

/** What both composition roots take from the machine they run on. */
export const localMachine = {
  // loaded on first use: scaffolding, the tree and diagnostics work without it, and activation stays cheap
  connect: async (address) => {
    const { connectEngine } = await import('./docker/connectEngine.ts');
    const { env, platform } = process;
    const userId = process.getuid?.();
    return connectEngine({
      address,
      environment: env,
      platform,
      homeFolder: os.homedir(),
      ...(userId === undefined ? {} : { userId }),
    });
  },
  files: nodeFileSystem,
  clock: systemClock,
  owner: { processId: process.pid, host: os.hostname() },
  isProcessAlive,
  randomHex,
} satisfies Partial<EmulatorProps>;

/**
 * The user's own Alibaba Cloud configuration on this machine.
 * @param fromSecretStorage what the editor keeps, as JSON
 */
export function localCredentials(fromSecretStorage?: () => Promise<string | undefined>): CredentialsSource {
  const { files, clock } = localMachine;
  return createUserCredentials({
    files,
    clock,
    randomHex,
    homeFolder: os.homedir(),
    environment: process.env,
    fromSecretStorage,
  });
}
