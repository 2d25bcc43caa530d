// @ts-check
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inRepository, repositoryRoot } from '../shared/repository.mjs';
import { lastLines, tryRun } from '../shared/run.mjs';
import { withTemporaryFolder } from '../shared/temporaryFolder.mjs';
import { printResult } from './results.mjs';

/** @typedef {import('./results.mjs').TestResult} TestResult */

/**
 * @typedef {object} VitestRun
 * @property {string} folder below `test`
 * @property {string} [grep]
 * @property {boolean} [usesEngine] one file at a time, with time for images and containers
 * @property {NodeJS.ProcessEnv} [env]
 */

const engineArgs = ['--no-file-parallelism', '--testTimeout=120000', '--hookTimeout=120000'];

/**
 * Runs the tests of one folder. Only failures are printed, and the whole of what vitest said when it could not run.
 * @param {VitestRun} run
 * @returns {Promise<TestResult[]>}
 */
export async function runVitest({ folder, grep, usesEngine = false, env }) {
  return withTemporaryFolder('vitest', async (scratch) => {
    const report = path.join(scratch, 'report.json');
    const started = performance.now();
    const args = [inRepository('node_modules/vitest/vitest.mjs'), 'run', `test/${folder}/`];
    args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--passWithNoTests');
    if (usesEngine) args.push(...engineArgs);
    if (grep) args.push('--testNamePattern', grep);
    const { code, output } = await tryRun(process.execPath, args, {
      cwd: repositoryRoot,
      env: { ...process.env, ...env },
      timeoutMs: 480_000,
    });
    const results = existsSync(report) ? readReport(await readFile(report, 'utf8'), grep) : [];
    if (code !== 0 && results.every((result) => result.ok)) {
      // An error outside of any test, a configuration that does not load, or a run that was ended.
      const error = lastLines(output, 60);
      results.push({ title: `vitest ends well in test/${folder}`, ok: false, ms: performance.now() - started, error });
    }
    for (const result of results) if (!result.ok) printResult(result, 60);
    return results;
  });
}

/**
 * @param {string} json in the form that Jest has introduced
 * @param {string | undefined} grep
 * @returns {TestResult[]}
 */
function readReport(json, grep) {
  /** @type {{ testResults: { name: string, status: string, message: string, assertionResults: Assertion[] }[] }} */
  const { testResults } = JSON.parse(json);
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(repositoryRoot, name);
    if (status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed')) {
      return [{ title: `${file} loads`, ok: false, ms: 0, error: message }];
    }
    return assertionResults.map((assertion) => toResult(file, assertion)).filter((result) => !grep || !result.skipped);
  });
}

/** @typedef {{ status: string, fullName: string, duration?: number | null, failureMessages: string[] | null }} Assertion */

/**
 * @param {string} file
 * @param {Assertion} assertion
 * @returns {TestResult}
 */
function toResult(file, { status, fullName, duration, failureMessages }) {
  const skipped = ['pending', 'skipped', 'todo', 'disabled'].includes(status);
  const error = failureMessages?.join('\n');
  return { title: `${file} > ${fullName}`, ok: skipped || status === 'passed', ms: duration ?? 0, skipped, error };
}
