// @ts-check
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { run, tryRun } from '../../scripts/shared/run.mjs';
import { alternate } from './alternate.mjs';
import { spreadOf } from './statistics.mjs';

/** The docker CLI as a person types it, on the engine that we use too. */
export class DockerCli {
  /** @type {NodeJS.ProcessEnv} */
  #env;

  /**
   * @param {string} file
   * @param {string} version
   * @param {string} dockerHost
   */
  constructor(file, version, dockerHost) {
    this.file = file;
    this.version = version;
    this.#env = { ...process.env, DOCKER_HOST: dockerHost };
  }

  /**
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} [env] added to the environment
   */
  run(args, env) {
    return run(this.file, args, { env: { ...this.#env, ...env }, timeoutMs: 120_000 });
  }

  /** What a process needs that is started otherwise. */
  get environment() {
    return this.#env;
  }

  /**
   * Builds with the classic builder, the one the extension uses, or with BuildKit.
   * @param {{ folder: string, image: string, baseImage: string, buildKit?: boolean }} build
   */
  build({ folder, image, baseImage, buildKit = false }) {
    const args = ['--platform', 'linux/amd64', '--build-arg', `BASE_IMAGE=${baseImage}`, '--tag', image, folder];
    return this.run(['build', ...args], { DOCKER_BUILDKIT: buildKit ? '1' : '0' });
  }

  /** @param {string[]} ids of containers, running or not */
  async remove(...ids) {
    if (ids.length > 0) await this.run(['rm', '--force', '--volumes', ...ids]);
  }
}

/**
 * The references: `cli` for everything, `buildKitCli` for builds with BuildKit.
 * @typedef {{ cli?: DockerCli, buildKitCli?: DockerCli }} DockerClis
 */

/**
 * Finds the docker CLIs of this machine. There may be two, and a reference has to be the better one: the fastest.
 * @param {string} dockerHost
 * @returns {Promise<DockerClis>}
 */
export async function findDockerClis(dockerHost) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
  const files = new Set(folders.flatMap((folder) => existing(path.join(folder, 'docker'))));
  const clis = await Promise.all([...files].map((file) => openCli(file, dockerHost)));
  const [cli, ...slower] = await fastestFirst(clis.filter((found) => found !== undefined));
  if (!cli) return {};
  const buildKitCli = await firstWithBuildKit([cli, ...slower]);
  return { cli, ...(buildKitCli && { buildKitCli }) };
}

/** @param {DockerCli[]} clis */
async function fastestFirst(clis) {
  if (clis.length < 2) return clis;
  const trial = (/** @type {DockerCli} */ cli) => async () => {
    const begun = performance.now();
    await cli.run(['ps', '--quiet']);
    return { ms: performance.now() - begun };
  };
  const times = await alternate(Object.fromEntries(clis.map((cli) => [cli.file, trial(cli)])), 9);
  return clis.sort((a, b) => spreadOf(times[a.file].ms).median - spreadOf(times[b.file].ms).median);
}

/**
 * Newer CLIs need a plugin for BuildKit, which may be missing; then they do not know its options.
 * @param {DockerCli[]} clis
 */
async function firstWithBuildKit(clis) {
  for (const cli of clis) {
    const env = { ...cli.environment, DOCKER_BUILDKIT: '1' };
    const { code, output } = await tryRun(cli.file, ['build', '--help'], { env });
    if (code === 0 && output.includes('--secret')) return cli;
  }
  return undefined;
}

/** @param {string} file */
function existing(file) {
  try {
    return [realpathSync(file)];
  } catch {
    return [];
  }
}

/**
 * @param {string} file
 * @param {string} dockerHost
 */
async function openCli(file, dockerHost) {
  const env = { ...process.env, DOCKER_HOST: dockerHost };
  const { code, output } = await tryRun(file, ['version', '--format', '{{.Client.Version}}'], { env });
  return code === 0 ? new DockerCli(file, output.trim(), dockerHost) : undefined;
}
