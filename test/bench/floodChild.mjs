// @ts-check
// Forked by the figure of the log: the emulator in a process of its own, so that its memory and its event loop are its
// own too. Does what it is told to, and sends back what that took.
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { EmulatorOfOne, loadProduct } from './emulator.mjs';
import { spreadOf } from './statistics.mjs';

/** @typedef {import('./figure.mjs').EmulatorElsewhere} EmulatorElsewhere */
/** @typedef {{ kind: 'flood' | 'ticks', path: string, lines: number }} Task */
/**
 * @typedef {object} FloodResult
 * @property {number} ms until the last line was on the disk and shown in the panel
 * @property {number} grownMb at most, since before the first flood
 * @property {number} blockedMs the longest the event loop was held up
 */

const sampleMs = 10;
const now = () => performance.timeOrigin + performance.now();

/** @type {EmulatorElsewhere} */
const options = JSON.parse(process.argv[2]);
const { openEditorLog } = loadProduct(options.bundles);
let showPanel = (/** @type {string} */ _text) => {};
/** @type {import('./emulator.mjs').LogSink} */
let sink = { write: () => {} };
const emulator = await EmulatorOfOne.open(options.folder, {
  ...options,
  log: { write: (line) => sink.write(line), writeAll: (lines) => sink.writeAll?.(lines) },
});
await emulator.start();
const baseBytes = process.memoryUsage.rss();

process.on('message', async (/** @type {Task | 'close'} */ message) => {
  if (message === 'close') await emulator.close();
  else if (message.kind === 'flood') process.send?.(await withLog((log, folder) => flood(message, log, folder)));
  else process.send?.(await withLog((log) => ticks(message, log)));
  if (message === 'close') process.disconnect();
});
process.send?.('ready');

/**
 * A log of its own for each task, so that the disk holds no more than one of them.
 * @template T
 * @param {(log: import('./emulator.mjs').EditorLog, folder: string) => Promise<T>} task
 */
async function withLog(task) {
  const folder = await mkdtemp(path.join(options.logFolder, 'task-'));
  const log = openEditorLog(folder, (text) => showPanel(text));
  sink = log.sink;
  const result = await task(log, folder);
  sink = { write: () => {} };
  showPanel = () => {};
  await log[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  return result;
}

/**
 * @param {Task} task
 * @param {import('./emulator.mjs').EditorLog} log
 * @param {string} folder
 * @returns {Promise<FloodResult>}
 */
async function flood({ path: target, lines }, log, folder) {
  const last = new Promise((resolve) => {
    showPanel = (text) => text.includes(`line ${lines - 1} `) && resolve(undefined);
  });
  let mostBytes = 0;
  const sampler = setInterval(() => (mostBytes = Math.max(mostBytes, process.memoryUsage.rss())), sampleMs);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const begun = performance.now();
  await call(target);
  await last;
  await log.flush();
  const ms = performance.now() - begun;
  loop.disable();
  clearInterval(sampler);
  const saved = await countSaved(folder);
  if (saved !== lines) throw new Error(`the saved log has ${saved} of ${lines} lines`);
  return { ms, grownMb: (mostBytes - baseBytes) / 1e6, blockedMs: loop.max / 1e6 };
}

/**
 * Lines that tell when they were written.
 * @param {Task} task
 * @param {import('./emulator.mjs').EditorLog} log
 */
async function ticks({ path: target, lines }, log) {
  /** @type {number[]} */
  const latencies = [];
  const all = new Promise((resolve) => {
    showPanel = (text) => {
      const seen = now();
      for (const [, written] of text.matchAll(/ tick ([\d.]+)/g)) latencies.push(seen - Number(written));
      if (latencies.length === lines) resolve(undefined);
    };
  });
  await call(target);
  await all;
  await log.flush();
  return { ms: spreadOf(latencies).median };
}

/** @param {string} target */
const call = (target) =>
  emulator.invoke({ mode: 'http', method: 'POST', path: target, headers: [], body: new Uint8Array(0) });

/** @param {string} folder */
async function countSaved(folder) {
  let count = 0;
  let before = '';
  for (const name of await readdir(folder))
    for await (const chunk of createReadStream(path.join(folder, name), {
      encoding: 'latin1',
      highWaterMark: 1 << 20,
    })) {
      const text = before + chunk;
      const end = text.lastIndexOf('\n') + 1;
      for (let at = text.indexOf(' stdout line '); at >= 0 && at < end; at = text.indexOf(' stdout line ', at + 1))
        count++;
      before = text.slice(end);
    }
  return count;
}
