// @ts-check
import { alternate } from '../alternate.mjs';
import { dockerRun, freePort, limitsOf } from '../referenceContainer.mjs';
import { sendUntilAnswered } from '../requests.mjs';
import { row } from '../row.mjs';

const boundMs = 15;
const now = () => performance.timeOrigin + performance.now();

/**
 * From the moment the server listens, by its own account, to the moment we know.
 * @type {import('../figure.mjs').Figure}
 */
export const readinessDelay = {
  name: 'readiness',
  title: 'Server listens to start() resolved',
  rounds: 12,
  needs: ['engine'],
  async measure({ cli, openFunction }, rounds) {
    let log = '';
    const onLine = (/** @type {{ text: string }} */ { text }) => (log += `${text}\n`);
    // enough of a processor not to be held back between saying so and listening
    const size = { cpu: 2, memorySize: 2048 };
    const emulator = await openFunction({ purpose: 'ready', benchServer: true, size, onLine });
    await emulator.build();
    const { image } = emulator.spec.container;

    const ours = async () => {
      log = '';
      await emulator.start();
      const known = now();
      await emulator.stop();
      return { ms: known - listeningSince(log) };
    };
    const poll = async () => {
      const port = await freePort();
      const id = await dockerRun(cli, { image, port, options: limitsOf(emulator.spec) });
      await sendUntilAnswered({ port, method: 'GET', path: '/' });
      const known = now();
      const since = listeningSince(await cli.run(['logs', id]));
      await cli.remove(id);
      return { ms: known - since };
    };
    const values = await alternate({ ours, poll }, rounds);
    const worst = Math.max(...values.ours.ms);
    return [
      row({
        figure: 'readiness',
        title: 'readiness delay',
        unit: 'ms',
        against: '5 ms HTTP poll of the published port',
        values: values.ours.ms,
        referenceValues: values.poll.ms,
        note: `wanted: at most ${boundMs} ms; the longest of this run took ${worst.toFixed(1)} ms`,
      }),
    ];
  },
};

/** @param {string} log */
function listeningSince(log) {
  const since = Number(/^listening since ([\d.]+)/m.exec(log)?.[1]);
  if (Number.isNaN(since)) throw new Error(`the server did not say since when it listens:\n${log}`);
  return since;
}
