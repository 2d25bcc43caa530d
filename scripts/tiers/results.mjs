// @ts-check
import { stripVTControlCharacters } from 'node:util';
import { seconds } from '../shared/say.mjs';

/**
 * One test of any tier.
 * @typedef {object} TestResult
 * @property {string} title
 * @property {boolean} ok
 * @property {number} ms
 * @property {string} [error]
 * @property {boolean} [skipped]
 */

/**
 * @param {TestResult} result
 * @param {number} [errorLines] how much of an error is printed
 */
export function printResult({ title, ok, ms, error, skipped }, errorLines = 12) {
  const mark = skipped ? 'skip' : ok ? 'ok  ' : 'FAIL';
  console.log(`${seconds(ms).padStart(8)}  ${mark}  ${title}`);
  if (ok || !error) return;
  const lines = stripVTControlCharacters(error).trimEnd().split('\n').slice(0, errorLines);
  for (const line of lines) console.log(' '.repeat(16) + line);
}

/** @param {TestResult[]} results */
export function count(results) {
  const skipped = results.filter((result) => result.skipped).length;
  const failed = results.filter((result) => !result.ok).length;
  return { passed: results.length - skipped - failed, failed, skipped };
}
