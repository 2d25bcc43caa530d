// @ts-check
import { inRepository } from '../../scripts/shared/repository.mjs';
import { run } from '../../scripts/shared/run.mjs';

/**
 * What wrk saw.
 * @typedef {object} Throughput
 * @property {number} perSecond
 * @property {number} p50Ms
 * @property {number} p99Ms
 */

/**
 * Posts 100 bytes again and again, on so many connections at once.
 * @callback Load
 * @param {string} url
 * @param {{ connections: number, seconds: number }} choices
 * @returns {Promise<Throughput>}
 */

/**
 * @param {string} file of wrk
 * @returns {Load}
 */
export const loadBy =
  (file) =>
  async (url, { connections, seconds }) => {
    const script = inRepository('test', 'bench', 'post.lua');
    const output = await run(file, ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url]);
    const seen = JSON.parse(output.slice(output.lastIndexOf('\n{') + 1));
    if (seen.errors > 0) throw new Error(`${seen.errors} of ${seen.requests} calls failed at ${url}`);
    return { perSecond: (seen.requests / seen.us) * 1e6, p50Ms: seen.p50 / 1000, p99Ms: seen.p99 / 1000 };
  };
