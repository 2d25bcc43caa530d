// @ts-check
import { Agent } from 'node:http';
import { alternate } from '../alternate.mjs';
import { loopback, send } from '../requests.mjs';
import { row } from '../row.mjs';
import { spreadOf } from '../statistics.mjs';

const body = Buffer.from('{"hello":"world"}');
const callsPerRound = 200;

/**
 * One event call on a running instance, calls one after the other.
 * @type {import('../figure.mjs').Figure}
 */
export const warmInvoke = {
  name: 'warm-invoke',
  title: 'Invocation of a running instance',
  rounds: 9,
  needs: ['engine'],
  async measure({ cli, openFunction }, rounds) {
    const emulator = await openFunction({ purpose: 'warm' });
    await emulator.build();
    const { containerId, hostPort, caPort } = await emulator.start();
    const address = (await cli.run(['inspect', '--format', addressFormat, containerId])).trim();
    const agent = new Agent({ keepAlive: true });
    const request = { path: '/invoke', body, agent };
    const calls = (/** @type {() => Promise<unknown>} */ call) => async () => ({ ms: await medianOf(call) });
    const reachable = await send({ ...request, host: address, port: caPort }).then(
      () => true,
      () => false,
    );
    const values = await alternate(
      {
        ours: calls(() => emulator.invoke({ mode: 'event', body })),
        published: calls(() => send({ ...request, host: loopback, port: hostPort })),
        // Docker Desktop has no way there
        ...(reachable && { direct: calls(() => send({ ...request, host: address, port: caPort })) }),
      },
      rounds,
    ).finally(() => agent.destroy());
    const compared = {
      figure: 'warm-invoke',
      title: 'warm invocation',
      unit: /** @type {const} */ ('ms'),
      values: values.ours.ms,
      note: 'ours adds request id, headers, log lines and peak memory',
    };
    return [
      row({ ...compared, against: 'kept node:http connection, published port', referenceValues: values.published.ms }),
      ...(values.direct
        ? [row({ ...compared, against: 'kept node:http connection, container IP', referenceValues: values.direct.ms })]
        : []),
    ];
  },
};

const addressFormat = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';

/** @param {() => Promise<unknown>} call */
async function medianOf(call) {
  const times = [];
  for (let index = 0; index < callsPerRound; index++) {
    const begun = performance.now();
    await call();
    times.push(performance.now() - begun);
  }
  return spreadOf(times).median;
}
