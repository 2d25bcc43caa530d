// @ts-check
import { alternate } from '../alternate.mjs';
import { row } from '../row.mjs';

const now = () => performance.timeOrigin + performance.now();

/**
 * How soon a start that goes wrong is explained.
 * @type {import('../figure.mjs').Figure}
 */
export const verdict = {
  name: 'verdict',
  title: 'Explanation of a start that goes wrong',
  rounds: 5,
  needs: ['engine'],
  async measure({ openFunction }, rounds) {
    let log = '';
    const broken = (/** @type {string} */ how) => ({
      purpose: how,
      benchServer: true,
      props: { cpu: 2, memorySize: 2048, environmentVariables: { BENCH_SERVER: how } },
      log: { write: (/** @type {{ text: string }} */ { text }) => void (log += `${text}\n`) },
    });
    const onLoopback = await openFunction(broken('loopback'));
    const crashing = await openFunction(broken('crash'));
    await onLoopback.build();
    await crashing.build();

    const values = await alternate(
      {
        loopback: async () => {
          const enough = new AbortController();
          const begun = performance.now();
          const ms = await new Promise((resolve, reject) => {
            const onSlow = (/** @type {string[]} */ found) => {
              if (found.some((text) => text.includes('127.0.0.1'))) resolve(performance.now() - begun);
              else reject(new Error(`it was explained by: ${found.join(' ')}`));
            };
            onLoopback.start({ signal: enough.signal, onSlow }).then(
              () => reject(new Error('it became ready')),
              (error) => reject(error), // too late, when it was explained
            );
          });
          enough.abort();
          await onLoopback.stop();
          return { ms };
        },
        crash: async () => {
          log = '';
          const error = await crashing.start().then(
            () => undefined,
            (/** @type {unknown} */ reason) => reason,
          );
          const known = now();
          const since = Number(/^ends at ([\d.]+)/m.exec(log)?.[1]);
          if (Number.isNaN(since)) throw new Error(`it did not crash: ${error}`);
          return { ms: known - since };
        },
      },
      rounds,
    );
    const measured = /** @type {const} */ ({ figure: 'verdict', unit: 'ms' });
    return [
      row({
        ...measured,
        title: 'loopback only, explained',
        values: values.loopback.ms,
        bound: { of: 'value', atMost: 2000 },
      }),
      row({
        ...measured,
        title: 'crash at start, explained',
        values: values.crash.ms,
        bound: { of: 'value', atMost: 300 },
      }),
    ];
  },
};
