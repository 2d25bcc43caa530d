// @ts-check
import { alternate } from '../alternate.mjs';
import { dockerRun, freePort, limitsOf } from '../referenceContainer.mjs';
import { curlUntilAnswered, sendUntilAnswered } from '../requests.mjs';
import { row } from '../row.mjs';

const body = Buffer.from('{"hello":"world"}');

/**
 * From the start command to the first answer. The image is built, the engine is connected.
 * @type {import('../figure.mjs').Figure}
 */
export const coldStart = {
  name: 'cold-start',
  title: 'Start command to first successful response',
  rounds: 20,
  needs: ['engine'],
  async measure({ cli, openFunction }, rounds) {
    const emulator = await openFunction({ purpose: 'cold' });
    await emulator.build();
    const { image } = emulator.spec.container;

    const ours = async () => {
      const begun = performance.now();
      await emulator.start();
      await emulator.invoke({ mode: 'event', body });
      const ms = performance.now() - begun;
      await emulator.stop();
      return { ms };
    };
    const raw = (/** @type {string[]} */ options, /** @type {typeof curlUntilAnswered} */ ask) => async () => {
      const port = await freePort();
      const begun = performance.now();
      const id = await dockerRun(cli, { image, port, options });
      await ask({ port, path: '/invoke', body });
      const ms = performance.now() - begun;
      await cli.remove(id);
      return { ms };
    };
    const limits = limitsOf(emulator.spec);
    const values = await alternate(
      { ours, curl: raw(limits, curlUntilAnswered), limited: raw(limits, sendUntilAnswered) },
      rounds,
    );
    const compared = { figure: 'cold-start', unit: /** @type {const} */ ('ms'), values: values.ours.ms };
    return [
      row({
        ...compared,
        title: 'cold start',
        against: 'docker run with the same limits, 5 ms poll with curl',
        referenceValues: values.curl.ms,
        bound: { of: 'ratio', atMost: 1 },
      }),
      row({
        ...compared,
        title: 'cold start',
        against: 'the same, polled without starting a process',
        referenceValues: values.limited.ms,
      }),
    ];
  },
};
