// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { alternate } from '../alternate.mjs';
import { dockerRun, freePort, limitsOf } from '../referenceContainer.mjs';
import { send, sendUntilAnswered } from '../requests.mjs';
import { row } from '../row.mjs';

const lines = 200_000;
const bytesPerLine = 100;
const flood = `/flood?lines=${lines}&bytes=${bytesPerLine}`;
const empty = new Uint8Array(0);

/**
 * From the request that makes a function write, to its last line in the log.
 * @type {import('../figure.mjs').Figure}
 */
export const logThroughput = {
  name: 'log',
  title: `${lines.toLocaleString('en')} lines of log`,
  rounds: 3,
  needs: ['engine'],
  async measure({ cli, openFunction }, rounds) {
    let received = 0;
    let whenAll = () => {};
    const emulator = await openFunction({
      purpose: 'log',
      benchServer: true,
      size: { cpu: 2, memorySize: 2048 },
      onLine: ({ source, text }) => {
        if (source === 'stdout' && text.startsWith('line ') && (received += 1) === lines) whenAll();
      },
    });
    await emulator.build();
    const { image } = emulator.spec.container;

    const ours = async () => {
      await emulator.start();
      received = 0;
      const all = new Promise((resolve) => (whenAll = () => resolve(undefined)));
      const begun = performance.now();
      await emulator.invoke({ mode: 'http', method: 'POST', path: flood, headers: {}, body: empty });
      await within(10_000, all, () => `${received} of ${lines} lines arrived`);
      const ms = performance.now() - begun;
      await emulator.stop();
      return { ms };
    };
    const dockerLogs = async () => {
      const port = await freePort();
      const id = await dockerRun(cli, { image, port, options: limitsOf(emulator.spec) });
      await sendUntilAnswered({ port, method: 'GET', path: '/' });
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
      await send({ port, path: flood });
      await within(60_000, all, () => `${bytes} of ${lines * bytesPerLine} bytes arrived`);
      const ms = performance.now() - begun;
      follower.kill();
      await once(follower, 'close');
      await cli.remove(id);
      return { ms };
    };
    const values = await alternate({ ours, dockerLogs }, rounds);
    return [
      row({
        figure: 'log',
        title: `log of ${lines.toLocaleString('en')} lines`,
        unit: 'ms',
        against: 'docker logs --follow, output discarded',
        values: values.ours.ms,
        referenceValues: values.dockerLogs.ms,
      }),
    ];
  },
};

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
