// @ts-check
import { alternate } from '../alternate.mjs';
import { dockerRun, freePort, limitsOf } from '../referenceContainer.mjs';
import { sendUntilAnswered } from '../requests.mjs';
import { row } from '../row.mjs';

const now = () => performance.timeOrigin + performance.now();

/**
 * From the moment the server listens, by its own account, to the moment we know.
 * @type {import('../figure.mjs').Figure}
 */
export const readinessDelay = {
  name: 'readiness',
  title: 'Server listens to start() resolved',
  rounds: 10,
  needs: ['engine'],
  async measure({ cli, openFunction }, rounds) {
    let log = '';
    const choices = {
      purpose: 'ready',
      benchServer: true,
      // enough of a processor not to be held back between saying so and listening; nothing to be done once it listens
      props: { cpu: 2, memorySize: 2048, instanceLifecycleConfig: {} },
      log: { write: (/** @type {{ text: string }} */ { text }) => void (log += `${text}\n`) },
    };
    const direct = await openFunction(choices);
    const published = await openFunction({ ...choices, publishedOnly: true });
    await direct.build();
    const { image } = direct.spec.container;

    const ours = (/** @type {typeof direct} */ emulator) => async () => {
      log = '';
      await emulator.start();
      const known = now();
      await emulator.stop();
      return { ms: known - listeningSince(log) };
    };
    const poll = async () => {
      const port = await freePort();
      const id = await dockerRun(cli, { image, port, options: limitsOf(direct.spec) });
      await sendUntilAnswered({ port, method: 'GET', path: '/' });
      const known = now();
      const since = listeningSince(await cli.run(['logs', id]));
      await cli.remove(id);
      return { ms: known - since };
    };
    const values = await alternate({ direct: ours(direct), published: ours(published), poll }, rounds);
    const compared = /** @type {const} */ ({
      figure: 'readiness',
      unit: 'ms',
      against: '5 ms HTTP poll of the published port',
      referenceValues: values.poll.ms,
    });
    return [
      row({
        ...compared,
        title: 'readiness delay',
        values: values.direct.ms,
        bound: { of: 'value', atMost: 5 },
      }),
      row({
        ...compared,
        title: 'readiness delay, published port only',
        values: values.published.ms,
        bound: { of: 'value', atMost: 15 },
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
