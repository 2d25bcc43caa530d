// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { row } from '../row.mjs';

/** @typedef {import('../figure.mjs').Bench} Bench */

const instances = 10;
const seconds = 10;
const settleMs = 2000;
const healthCheckConfig = { httpGetUrl: '/' };

/**
 * What instances cost that nobody calls.
 * @type {import('../figure.mjs').Figure}
 */
export const idle = {
  name: 'idle',
  title: `${instances} running instances that nobody calls`,
  rounds: 1,
  needs: ['engine'],
  async measure(bench, rounds) {
    return [
      await measureIdle(bench, rounds, 'idle', {}),
      await measureIdle(bench, rounds, 'idle-checked', {
        'customContainerConfig.healthCheckConfig': healthCheckConfig,
      }),
    ];
  },
};

/**
 * @param {Bench} bench
 * @param {number} rounds
 * @param {string} purpose
 * @param {Record<string, unknown>} props
 */
async function measureIdle({ openFunction, openEditorLog }, rounds, purpose, props) {
  const emulator = await openFunction({
    purpose,
    benchServer: true,
    props: { cpu: 0.5, memorySize: 512, instanceLifecycleConfig: {}, ...props },
    settings: { maxInstances: instances },
    log: (await openEditorLog()).sink,
  });
  await emulator.build();
  // as many calls at once as there are to be instances
  const wait = { path: '/wait?ms=3000', method: 'GET', headers: [], body: new Uint8Array(0) };
  await Promise.all(Array.from({ length: instances }, () => emulator.invoke({ mode: 'http', ...wait })));
  if (emulator.instanceStates.length !== instances)
    throw new Error(`${emulator.instanceStates.length} instances run, not ${instances}`);
  const values = [];
  for (let round = 0; round < rounds; round++) {
    await sleep(settleMs);
    const before = process.cpuUsage();
    await sleep(seconds * 1000);
    const { user, system } = process.cpuUsage(before);
    values.push(((user + system) / 1e6 / seconds) * 100);
  }
  await emulator.close();
  return row({
    figure: 'idle',
    title: `${instances} idle instances${'customContainerConfig.healthCheckConfig' in props ? ' with health checks' : ''}`,
    unit: '%',
    values,
    bound: { of: 'value', atMost: 0.5 },
    note: `of one core, over ${seconds} s`,
  });
}
