// @ts-check
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRepository } from '../../../scripts/shared/repository.mjs';
import { alternate } from '../alternate.mjs';
import { dockerRun, freePort, limitsOf } from '../referenceContainer.mjs';
import { send, sendUntilAnswered } from '../requests.mjs';
import { row } from '../row.mjs';

const lines = 1_000_000;
const bytesPerLine = 100;
const flood = `/flood?lines=${lines}&bytes=${bytesPerLine}`;
const ticks = 40;
const everyMs = 50;

/**
 * From the request that makes a function write, to its last line on the disk and in the panel.
 * @type {import('../figure.mjs').Figure}
 */
export const logFlood = {
  name: 'log-flood',
  title: `${lines.toLocaleString('en')} lines of log`,
  rounds: 3,
  needs: ['engine'],
  async measure({ cli, openFunction, elsewhere }, rounds) {
    const emulator = await openFunction({
      purpose: 'log',
      benchServer: true,
      props: { cpu: 2, memorySize: 2048 },
    });
    await emulator.build();
    const { image } = emulator.spec.container;
    const child = await Child.start(await elsewhere(emulator));

    const ours = async () => {
      // a process that does nothing meanwhile is held up too, by what else runs here
      const loop = monitorEventLoopDelay({ resolution: 1 });
      loop.enable();
      const { ms, grownMb, blockedMs } = await child.ask({ kind: 'flood', path: flood, lines });
      loop.disable();
      return { perSecond: lines / (ms / 1000), grownMb, blockedMs, besideMs: loop.max / 1e6 };
    };
    const latency = async () =>
      child.ask({ kind: 'ticks', path: `/tick?lines=${ticks}&everyMs=${everyMs}`, lines: ticks });
    const dockerLogs = async () => {
      const port = await freePort();
      const id = await dockerRun(cli, { image, port, options: limitsOf(emulator.spec) });
      await sendUntilAnswered({ port, method: 'GET', path: '/' });
      const ms = await followed(cli, id, () => send({ port, path: flood }));
      await cli.remove(id);
      return { perSecond: lines / (ms / 1000) };
    };
    const values = await alternate({ ours, dockerLogs, latency }, rounds).finally(() => child.close());
    const measured = /** @type {const} */ ({ figure: 'log-flood' });
    return [
      row({
        ...measured,
        title: `log of ${lines.toLocaleString('en')} lines`,
        unit: 'lines/s',
        against: 'docker logs --follow, output discarded',
        values: values.ours.perSecond,
        referenceValues: values.dockerLogs.perSecond,
        bound: { of: 'ratio', atLeast: 2 },
      }),
      row({
        ...measured,
        title: 'memory growth meanwhile',
        unit: 'MB',
        values: values.ours.grownMb,
        bound: { of: 'value', atMost: 60, everyRound: true },
      }),
      row({
        ...measured,
        title: 'event loop held up meanwhile',
        unit: 'ms',
        against: 'that of an idle process beside it',
        values: values.ours.blockedMs,
        referenceValues: values.ours.besideMs,
        bound: { of: 'value', atMost: 50, everyRound: true },
      }),
      row({
        ...measured,
        title: 'log line, written to shown',
        unit: 'ms',
        values: values.latency.ms,
        bound: { of: 'value', atMost: 20 },
        note: `each round the median of ${ticks} lines, one every ${everyMs} ms`,
      }),
    ];
  },
};

/** `floodChild.mjs`, one task after the other. */
class Child {
  /** @type {import('node:child_process').ChildProcess} */
  #process;

  /** @param {import('node:child_process').ChildProcess} process */
  constructor(process) {
    this.#process = process;
  }

  /** @param {import('../figure.mjs').EmulatorElsewhere} options */
  static async start(options) {
    const child = new Child(fork(inRepository('test', 'bench', 'floodChild.mjs'), [JSON.stringify(options)]));
    await child.#answer();
    return child;
  }

  /** @param {import('../floodChild.mjs').Task} task */
  ask(task) {
    this.#process.send(task);
    return this.#answer();
  }

  async close() {
    if (this.#process.exitCode !== null) return;
    this.#process.send('close');
    await once(this.#process, 'exit');
  }

  /** @returns {Promise<any>} */
  async #answer() {
    const over = new AbortController();
    const { signal } = over;
    const ended = once(this.#process, 'exit', { signal }).then(([code]) => {
      throw new Error(`the process with the emulator ended with code ${code}`);
    });
    try {
      const [message] = await Promise.race([once(this.#process, 'message', { signal }), ended]);
      return message;
    } finally {
      ended.catch(() => {});
      over.abort();
    }
  }
}

/**
 * Until `docker logs` has printed the last byte.
 * @param {import('../dockerCli.mjs').DockerCli} cli
 * @param {string} id
 * @param {() => Promise<unknown>} write
 */
async function followed(cli, id, write) {
  const follower = spawn(cli.file, ['logs', '--follow', '--tail', '0', id], {
    env: cli.environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let bytes = 0;
  const all = new Promise((resolve) => {
    // Thrown away as /dev/null would, but counted: the log has no other end.
    follower.stdout.on('data', (chunk) => (bytes += chunk.length) >= lines * bytesPerLine && resolve(undefined));
  });
  await sleep(300); // until it follows
  const begun = performance.now();
  await write();
  await within(90_000, all, () => `${bytes} of ${lines * bytesPerLine} bytes arrived`);
  const ms = performance.now() - begun;
  follower.kill();
  await once(follower, 'close');
  return ms;
}

/**
 * @param {number} ms
 * @param {Promise<unknown>} promise
 * @param {() => string} soFar
 */
async function within(ms, promise, soFar) {
  const over = new AbortController();
  const late = sleep(ms, true, { signal: over.signal }).catch(() => false);
  const isLate = await Promise.race([promise.then(() => false), late]);
  over.abort();
  if (isLate) throw new Error(`after ${ms / 1000} s ${soFar()}`);
}
