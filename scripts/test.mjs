// @ts-check
// npm test [-- --tier NAME]... [-- --grep PATTERN]
import { parseArgs } from 'node:util';
// In a fresh clone node_modules comes only with the first step: nothing imported here may need it.
import { ensureDependencies } from './setup/dependencies.mjs';
import { say } from './shared/say.mjs';
import { prepare } from './tiers/prepare.mjs';
import { count, printResult } from './tiers/results.mjs';
import { tiers } from './tiers/tier.mjs';

/** @typedef {import('./tiers/results.mjs').TestResult} TestResult */

const { values } = parseArgs({ options: { tier: { type: 'string', multiple: true }, grep: { type: 'string' } } });
const { grep } = values;
const chosen = chooseTiers(values.tier ?? tiers.map((tier) => tier.name));
const started = performance.now();
await ensureDependencies();
const toolsOf = prepare(chosen);
/** @type {TestResult[]} */
const results = [];
for (const tier of chosen) results.push(...(await runTier(tier)));
if (results.length === 0) results.push(failure(`a test matches ${grep}`, 'none does'));
say('tests', 'all tiers', performance.now() - started);
process.exit(close(results));

/** @param {string[]} names */
function chooseTiers(names) {
  const unknown = names.find((name) => !tiers.some((tier) => tier.name === name));
  if (unknown) {
    console.error(`There is no tier "${unknown}", only: ${tiers.map((tier) => tier.name).join(', ')}`);
    process.exit(2);
  }
  return tiers.filter((tier) => names.includes(tier.name));
}

/**
 * @param {import('./tiers/tier.mjs').Tier} tier
 * @returns {Promise<TestResult[]>}
 */
async function runTier(tier) {
  let begun = performance.now();
  const work = async () => {
    const tools = await toolsOf(tier);
    // Waiting for an engine or an editor is not the tier's own time.
    begun = performance.now();
    say(tier.name, 'begins');
    return 'leftOut' in tools ? [leftOut(tier, tools.leftOut)] : tier.run(grep, tools);
  };
  const found = await work().catch((error) => [failure(`${tier.name} can run`, error.stack)]);
  if (found.length === 0 && !grep) found.push(failure(`${tier.name} has tests`, 'it ran none'));
  const { passed, failed, skipped } = count(found);
  say(tier.name, `${passed} ok, ${failed} not ok, ${skipped} left out`, performance.now() - begun);
  return found;
}

/**
 * @param {import('./tiers/tier.mjs').Tier} tier
 * @param {string} reason
 * @returns {TestResult}
 */
function leftOut(tier, reason) {
  const result = { title: `${tier.name} is left out: ${reason}`, ok: true, skipped: true, ms: 0 };
  printResult(result);
  return result;
}

/**
 * @param {string} title
 * @param {string} error
 * @returns {TestResult}
 */
function failure(title, error) {
  const result = { title, ok: false, ms: 0, error };
  printResult(result, 40);
  return result;
}

/**
 * Prints the last line and gives the exit code. In CI nobody reads why something was left out: leaving out is failing.
 * @param {TestResult[]} all
 */
function close(all) {
  const { passed, failed, skipped } = count(all);
  const inCi = Boolean(process.env.CI) && process.env.CI !== 'false';
  const bad = inCi ? failed + skipped : failed;
  console.log(`${passed} passed, ${bad} failed${skipped > 0 && !inCi ? `, ${skipped} skipped` : ''}`);
  return bad > 0 ? 1 : 0;
}
