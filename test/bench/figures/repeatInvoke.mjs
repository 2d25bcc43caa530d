// @ts-check
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { alternate } from '../alternate.mjs';
import { loopback, send } from '../requests.mjs';
import { row } from '../row.mjs';
import { spreadOf } from '../statistics.mjs';

/** @typedef {import('../figure.mjs').Bench} Bench */
/** @typedef {import('../figure.mjs').EmulatorOfOne} EmulatorOfOne */

const body = Buffer.from('{"hello":"world"}');
const callsPerRound = 200;

/**
 * One event call more on an instance that runs, and on one that is frozen.
 * @type {import('../figure.mjs').Figure}
 */
export const repeatInvoke = {
  name: 'repeat-invoke',
  title: 'Invocation of an instance that is there',
  rounds: 9,
  needs: ['engine'],
  async measure(bench, rounds) {
    const agent = new Agent({ keepAlive: true });
    try {
      return [...(await measureLive(bench, rounds, agent)), ...(await measureFrozen(bench, rounds, agent))];
    } finally {
      agent.destroy();
    }
  },
};

/**
 * @param {Bench} bench
 * @param {number} rounds
 * @param {Agent} agent
 */
async function measureLive({ cli, openFunction, openEditorLog }, rounds, agent) {
  const emulator = await openFunction({ purpose: 'live', log: (await openEditorLog()).sink });
  await emulator.build();
  const { containerId, hostPort = 0, caPort } = await emulator.start();
  const address = (await cli.run(['inspect', '--format', addressFormat, containerId])).trim();
  const request = { path: '/invoke', body, agent };
  const calls = (/** @type {() => Promise<unknown>} */ call) => async () => ({ ms: await medianOf(call) });
  const reachable = await send({ ...request, host: address, port: caPort }).then(
    () => true,
    () => false,
  );
  const values = await alternate(
    {
      verb: calls(() => emulator.invoke({ mode: 'event', body })),
      api: calls(await overApi(emulator, agent)),
      published: calls(() => send({ ...request, host: loopback, port: hostPort })),
      // Docker Desktop has no way there
      ...(reachable && { direct: calls(() => send({ ...request, host: address, port: caPort })) }),
    },
    rounds,
  );
  const compared = /** @type {const} */ ({ figure: 'repeat-invoke', unit: 'ms' });
  const verb = { ...compared, title: 'repeat invoke, live', values: values.verb.ms };
  const published = { against: 'kept node:http connection, published port', referenceValues: values.published.ms };
  return [
    row({ ...verb, ...published, bound: { of: 'value', atMost: 5 } }),
    ...(values.direct
      ? [row({ ...verb, against: 'kept node:http connection, container IP', referenceValues: values.direct.ms })]
      : []),
    row({
      ...compared,
      ...published,
      title: 'repeat invoke through the API, live',
      values: values.api.ms,
      bound: { of: 'value', atMost: 5 },
    }),
  ];
}

/**
 * @param {Bench} bench
 * @param {number} rounds
 * @param {Agent} agent
 */
async function measureFrozen({ openFunction, openEditorLog }, rounds, agent) {
  const log = (await openEditorLog()).sink;
  const emulator = await openFunction({ purpose: 'frozen', settings: { freeze: true }, log });
  await emulator.build();
  await emulator.start();
  const thawing = (/** @type {() => Promise<unknown>} */ call) => async () => {
    for (let waited = 0; emulator.instanceStates[0] !== 'frozen'; waited += 10) {
      if (waited > 5000) throw new Error(`the instance is ${emulator.instanceStates[0]}, not frozen`);
      await sleep(10);
    }
    await sleep(50); // the state is told when freezing begins
    return { ms: await timed(call) };
  };
  const values = await alternate(
    { verb: thawing(() => emulator.invoke({ mode: 'event', body })), api: thawing(await overApi(emulator, agent)) },
    rounds,
  );
  const compared = /** @type {const} */ ({ figure: 'repeat-invoke', unit: 'ms', bound: { of: 'value', atMost: 20 } });
  return [
    row({ ...compared, title: 'repeat invoke, frozen', values: values.verb.ms }),
    row({ ...compared, title: 'repeat invoke through the API, frozen', values: values.api.ms }),
  ];
}

const addressFormat = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';

/**
 * @param {EmulatorOfOne} emulator
 * @param {Agent} agent
 */
async function overApi(emulator, agent) {
  const { hostname: host, port, pathname: path } = new URL(await emulator.invocationUrl());
  return async () => {
    const status = await send({ host, port: Number(port), path, body, agent });
    if (status !== 200) throw new Error(`the API answered with status ${status}`);
  };
}

/** @param {() => Promise<unknown>} call */
async function medianOf(call) {
  const times = [];
  for (let index = 0; index < callsPerRound; index++) times.push(await timed(call));
  return spreadOf(times).median;
}

/** @param {() => Promise<unknown>} call */
async function timed(call) {
  const begun = performance.now();
  await call();
  return performance.now() - begun;
}
