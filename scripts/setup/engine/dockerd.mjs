// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../shared/lock.mjs';
import { findOnPath, lastLines, run, tryRun } from '../../shared/run.mjs';
import { installPackages } from '../apt.mjs';
import { ping } from './endpoint.mjs';

/** What belongs to an engine that was started here: its pid file, log, lock and state. */
export const runFolder = '/var/run/fc-containers';
const pidFile = path.join(runFolder, 'dockerd.pid');
const logFile = path.join(runFolder, 'dockerd.log');
const startLimitMs = 60_000;

/** The pid of the engine that an earlier run, or this one, has started; undefined when there is none. */
export function ownEnginePid() {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  return isAlive(pid) ? pid : undefined;
}

/**
 * Installs a Docker engine from apt where there is none.
 * @param {(doing: string) => void} doing
 */
export async function installEngine(doing) {
  const missing = [];
  if (!findOnPath('dockerd')) missing.push('docker.io');
  if (!findOnPath('iptables')) missing.push('iptables');
  if (!existsSync('/etc/ssl/certs/ca-certificates.crt')) missing.push('ca-certificates');
  if (missing.length === 0) return;
  doing(`installing ${missing.join(', ')} with apt`);
  await installPackages(missing);
}

/**
 * Starts the engine and waits until it answers.
 * @param {import('./endpoint.mjs').Endpoint & { socketPath: string }} endpoint
 * @param {(doing: string) => void} doing
 */
export async function startEngine(endpoint, doing) {
  if (existsSync('/run/systemd/system')) {
    doing('systemctl start docker');
    await tryRun('systemctl', ['start', 'docker']);
    if (await answersSoon(endpoint, () => true, 5_000)) return;
  }
  await mountCgroups();
  doing('starting dockerd');
  if (await startDockerd(endpoint)) return;
  const log = readFileSync(logFile, 'utf8');
  if (/iptables|nat table|nf_tables/i.test(log) && findOnPath('iptables-legacy')) {
    doing('starting dockerd again with iptables-legacy');
    await tryRun('update-alternatives', ['--set', 'iptables', findOnPath('iptables-legacy') ?? '']);
    if (await startDockerd(endpoint)) return;
  } else if (/overlay|storage-driver|graphdriver/i.test(log)) {
    doing('starting dockerd again with the vfs storage driver');
    if (await startDockerd(endpoint, ['--storage-driver=vfs'])) return;
  }
  throw new Error(`dockerd did not start; the end of ${logFile}:\n${lastLines(readFileSync(logFile, 'utf8'), 15)}`);
}

/**
 * A session of its own keeps the engine alive when the script that started it ends or is interrupted.
 * @param {import('./endpoint.mjs').Endpoint & { socketPath: string }} endpoint
 * @param {string[]} [extraArgs]
 */
async function startDockerd(endpoint, extraArgs = []) {
  const dockerd = findOnPath('dockerd');
  if (!dockerd) throw new Error('dockerd is not on PATH');
  mkdirSync(runFolder, { recursive: true });
  const log = openSync(logFile, 'w');
  const places = ['--exec-root', path.join(runFolder, 'exec'), '--pidfile', pidFile];
  const child = spawn(dockerd, ['--host', `unix://${endpoint.socketPath}`, ...places, ...extraArgs], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let running = true;
  child.on('exit', () => (running = false));
  child.on('error', () => (running = false));
  child.unref();
  return answersSoon(endpoint, () => running, startLimitMs);
}

/**
 * @param {import('./endpoint.mjs').Endpoint} endpoint
 * @param {() => boolean} mayStillCome
 * @param {number} limitMs
 */
async function answersSoon(endpoint, mayStillCome, limitMs) {
  for (const end = Date.now() + limitMs; Date.now() < end && mayStillCome(); await sleep(50)) {
    if ((await ping(endpoint)).answers) return true;
  }
  return false;
}

/** A machine with a bare init may not have mounted any cgroups, and dockerd does not start without. */
async function mountCgroups() {
  if (/ cgroup2? /.test(readFileSync('/proc/mounts', 'utf8'))) return;
  mkdirSync('/sys/fs/cgroup', { recursive: true });
  await run('mount', ['-t', 'cgroup2', 'none', '/sys/fs/cgroup']);
}
