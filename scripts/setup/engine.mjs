// @ts-check
import path from 'node:path';
import { withLock } from '../shared/lock.mjs';
import { step } from '../shared/say.mjs';
import { canInstall } from './apt.mjs';
import { installEngine, ownEnginePid, runFolder, startEngine } from './engine/dockerd.mjs';
import { candidateHosts, parseDockerHost, ping } from './engine/endpoint.mjs';

/**
 * A Docker engine that answers.
 * @typedef {object} Engine
 * @property {true} available
 * @property {string} dockerHost for the DOCKER_HOST variable of whatever is started next
 * @property {string} [socketPath]
 * @property {string} [host]
 * @property {string} version
 * @property {boolean} startedByUs
 * @property {number} [pid] of an engine that these scripts have started
 */

/** @typedef {{ available: false, reason: string }} Unavailable */

const ownSocket = '/var/run/docker.sock';

/**
 * Finds a Docker engine; on Debian or Ubuntu as root, installs and starts one where there is none. An engine started
 * here is left running, so that the next command finds it.
 * @returns {Promise<Engine | Unavailable>}
 */
export function ensureEngine() {
  return step('engine', findOrStart, describe);
}

/**
 * @param {(doing: string) => void} doing
 * @returns {Promise<Engine | Unavailable>}
 */
async function findOrStart(doing) {
  const { engine, tried } = await findEngine();
  if (engine) return engine;
  const noAnswer = `no Docker engine answers (${tried.join(', ')})`;
  if (process.env.DOCKER_HOST) return unavailable(`${noAnswer}. Start that engine, or unset DOCKER_HOST.`);
  if (!canInstall()) return unavailable(`${noAnswer}. ${advice(tried)}`);
  try {
    return await withLock(
      path.join(runFolder, 'lock'),
      async () => {
        await installEngine(doing);
        // The package, or the process that held the lock before, may have started it.
        const found = (await findEngine()).engine;
        if (found) return found;
        await startEngine({ dockerHost: `unix://${ownSocket}`, socketPath: ownSocket }, doing);
        const started = await findEngine();
        return started.engine ?? unavailable(`no Docker engine answers after the start (${started.tried.join(', ')})`);
      },
      () => doing('another process is starting an engine'),
    );
  } catch (error) {
    return unavailable(`${noAnswer}, and none could be started: ${/** @type {Error} */ (error).message}`);
  }
}

/** @returns {Promise<{ engine?: Engine, tried: string[] }>} */
async function findEngine() {
  const tried = [];
  for (const dockerHost of candidateHosts()) {
    const endpoint = parseDockerHost(dockerHost);
    if (!endpoint) {
      tried.push(`${dockerHost}: these scripts speak unix://, npipe:// and tcp:// only`);
      continue;
    }
    const pong = await ping(endpoint);
    if (!pong.answers) {
      tried.push(`${dockerHost}: ${pong.why}`);
      continue;
    }
    const { socketPath, host } = endpoint;
    const pid = socketPath === ownSocket ? ownEnginePid() : undefined;
    const engine = { dockerHost, socketPath, host, version: pong.version, startedByUs: pid !== undefined, pid };
    return { engine: { available: true, ...engine }, tried };
  }
  return { tried };
}

/** @param {string[]} tried */
function advice(tried) {
  if (tried.some((line) => line.includes('EACCES'))) {
    return "The engine is there, but you may not use it: 'sudo usermod -aG docker $USER', then log in again.";
  }
  if (process.platform === 'linux') return 'Install Docker Engine and start it, or run this command as root on Debian.';
  return 'Start Docker Desktop, OrbStack, Colima or Rancher Desktop, then run this command again.';
}

/**
 * @param {string} reason
 * @returns {Unavailable}
 */
const unavailable = (reason) => ({ available: false, reason });

/** @param {Engine | Unavailable} engine */
function describe(engine) {
  if (!engine.available) return `not available: ${engine.reason}`;
  const stop = engine.pid === undefined ? '' : `; started by these scripts, stop it with: kill ${engine.pid}`;
  return `Docker ${engine.version} answers at ${engine.dockerHost}${stop}`;
}
