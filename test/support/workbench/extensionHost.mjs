// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTestsModule } from './testsModule.mjs';

/** @typedef {import('../../../scripts/tiers/results.mjs').TestResult} TestResult */

/**
 * @typedef {object} ExtensionHostTests
 * @property {string[]} files absolute paths of bundled mocha test files
 * @property {string} [grep]
 * @property {(result: TestResult) => void} [onResult]
 */

const mochaRunner = path.join(path.dirname(fileURLToPath(import.meta.url)), 'mochaRunner.cjs');

/**
 * Runs mocha tests inside the real extension host, on the installed .vsix. A run that does not come to its end (killed
 * host, hanging test, crashed page, no end reported) is one more result, a failed one.
 * @param {import('./server.mjs').WorkbenchHost} host
 * @param {ExtensionHostTests & Omit<import('./testsModule.mjs').TestsModuleRun, 'module' | 'onEvent'>} tests
 * @returns {Promise<TestResult[]>}
 */
export async function runInExtensionHost(host, { files, grep = '', onResult, ...run }) {
  const started = performance.now();
  const { events, failure } = await runTestsModule(host, {
    ...run,
    module: mochaRunner,
    env: { ...run.env, FC_HOST_TESTS: JSON.stringify(files), FC_HOST_GREP: grep },
    onEvent: (event) => event.title && onResult?.(event),
  });
  const results = events.filter((event) => event.title);
  if (failure === undefined && events.some((event) => event.ended)) return results;
  const error = failure ?? 'VS Code ended the run before the tests had ended';
  const unfinished = {
    title: 'the run in the extension host finishes',
    ok: false,
    ms: performance.now() - started,
    error,
  };
  onResult?.(unfinished);
  return [...results, unfinished];
}
