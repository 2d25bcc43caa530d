// @ts-check
// npm run bench [-- --only NAME]... [-- --rounds N] [-- --assert]
import { parseArgs } from 'node:util';
// In a fresh clone node_modules comes only with the first step: nothing imported here may need it.
import { ensureDependencies } from './setup/dependencies.mjs';
import { setUp } from './setup/index.mjs';
import { inRepository } from './shared/repository.mjs';
import { say } from './shared/say.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    assert: { type: 'boolean', default: false },
  },
});
const started = performance.now();
await ensureDependencies();
const { figures } = await import('../test/bench/figures/index.mjs');
const { runFigures } = await import('../test/bench/runFigures.mjs');
const { asMarkdown, writeReport } = await import('../test/bench/report.mjs');

const chosen = chooseFigures(values.only);
const rounds = chooseRounds(values.rounds);
const needs = new Set(chosen.flatMap((figure) => figure.needs));
const setup = await setUp({
  workbench: needs.has('workbench'),
  bases: needs.has('engine') ? ['node'] : [],
  wrk: needs.has('wrk'),
});
const report = await runFigures(chosen, setup, rounds);
await writeReport(inRepository('out', 'bench'), report);
console.log(`\n${asMarkdown(report)}\n`);
say('bench', 'out/bench/results.json, out/bench/results.md', performance.now() - started);
process.exit(exitCode());

/** @param {string[]} [names] */
function chooseFigures(names = figures.map((figure) => figure.name)) {
  const unknown = names.find((name) => !figures.some((figure) => figure.name === name));
  if (unknown) refuse(`There is no figure "${unknown}", only: ${figures.map((figure) => figure.name).join(', ')}`);
  return figures.filter((figure) => names.includes(figure.name));
}

/** @param {string} [text] */
function chooseRounds(text) {
  if (text !== undefined && !/^[1-9]\d*$/.test(text)) refuse(`--rounds takes a number, not "${text}"`);
  return text === undefined ? undefined : Number(text);
}

/** @param {string} message */
function refuse(message) {
  console.error(message);
  process.exit(2);
}

/** 2: a figure could not be measured. 1: one is beyond its bound, and that was asked. */
function exitCode() {
  if (report.failed.length > 0) return 2;
  return values.assert && report.rows.some((row) => row.kept === false) ? 1 : 0;
}
