// @ts-check
import { alternate } from '../alternate.mjs';
import { loopback } from '../requests.mjs';
import { row } from '../row.mjs';

/** @typedef {import('../figure.mjs').Bench} Bench */
/** @typedef {import('../row.mjs').Row} Row */

const secondsPerTurn = 1;

/**
 * Warm calls through the function's URL and through the API, against the same calls to the container's published port.
 * @type {import('../figure.mjs').Figure}
 */
export const gateway = {
  name: 'gateway',
  title: 'Warm calls through the gateway',
  rounds: 5,
  needs: ['engine', 'wrk'],
  async measure(bench, rounds) {
    const shared = await openTargets(bench, 100);
    const rows = [];
    for (const connections of [1, 10, 100]) rows.push(...(await measureCalls(bench, rounds, connections, shared)));
    const { direct, url } = await openTargets(bench, 1);
    const alone = await measureCalls(bench, rounds, 1, { direct, url }, ', instanceConcurrency 1');
    return [...rows, ...alone];
  },
};

/**
 * @param {Bench} bench
 * @param {number} instanceConcurrency
 */
async function openTargets({ openFunction, openEditorLog }, instanceConcurrency) {
  const emulator = await openFunction({
    purpose: `gateway-${instanceConcurrency}`,
    benchServer: true,
    props: { cpu: 2, memorySize: 2048, instanceConcurrency },
    settings: { maxInstances: 1 },
    log: (await openEditorLog()).sink,
  });
  await emulator.build();
  const { hostPort } = await emulator.start();
  return {
    direct: `http://${loopback}:${hostPort}/invoke`,
    url: `${emulator.url}/invoke`,
    api: await emulator.invocationUrl(),
  };
}

/**
 * @param {Bench} bench
 * @param {number} rounds
 * @param {number} connections
 * @param {{ direct: string, url: string, api?: string }} targets
 * @returns {Promise<Row[]>}
 */
async function measureCalls({ load }, rounds, connections, { direct, url, api }, remark = '') {
  const posts = (/** @type {string} */ target) => () => load(target, { connections, seconds: secondsPerTurn });
  const contenders = { direct: posts(direct), url: posts(url), ...(api && { api: posts(api) }) };
  const values = await alternate(contenders, rounds);
  const what = `${connections} ${connections === 1 ? 'connection' : 'connections'}${remark}`;
  const against = 'the published port';
  const throughput = /** @type {const} */ ({
    figure: 'gateway',
    unit: 'calls/s',
    against,
    referenceValues: values.direct.perSecond,
  });
  return [
    row({
      ...throughput,
      title: `gateway, ${what}`,
      values: values.url.perSecond,
      bound: { of: 'ratio', atLeast: 0.75 },
    }),
    row({
      figure: 'gateway',
      title: `gateway, p50 of ${what}`,
      unit: 'ms',
      against,
      values: values.url.p50Ms,
      referenceValues: values.direct.p50Ms,
      ...(connections === 1 ? { bound: { of: 'difference', atMost: 0.05 } } : {}),
    }),
    ...(values.api ? [row({ ...throughput, title: `InvokeFunction API, ${what}`, values: values.api.perSecond })] : []),
  ];
}
