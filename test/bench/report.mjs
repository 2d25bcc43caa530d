// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** @typedef {import('./row.mjs').Row} Row */
/** @typedef {import('./statistics.mjs').Spread} Spread */

/**
 * @typedef {object} Report
 * @property {string} date
 * @property {import('./machine.mjs').Machine} machine
 * @property {Row[]} rows
 * @property {{ figure: string, reason: string }[]} leftOut
 * @property {{ figure: string, error: string }[]} failed
 */

/**
 * Writes results.json and results.md.
 * @param {string} folder
 * @param {Report} report
 */
export async function writeReport(folder, report) {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'results.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(path.join(folder, 'results.md'), `${asMarkdown(report)}\n`);
}

/** @param {Report} report */
export function asMarkdown({ date, machine, rows, leftOut, failed }) {
  return [
    `Run of ${date} on ${machine.cores} cores (${machine.processor}, ${machine.memoryGb} GB, ${machine.system}), ` +
      `load ${machine.load.join(' / ')} at the beginning; revision ${machine.revision}, Node.js ${machine.node}, ` +
      `Docker Engine ${machine.engine}, docker CLI ${machine.dockerCli}, BuildKit by ${machine.buildKit}, ` +
      `VS Code ${machine.vscode}, wrk ${machine.wrk}.`,
    '',
    'Each cell: median (least to most). The ratio is ours divided by the reference, round by round.',
    '',
    ...table([
      ['Figure', 'Ours', 'Reference', '', 'Ratio', 'Bound', 'Rounds'],
      ...rows.map((row) => [
        row.title,
        `${spread(row.ours)} ${row.unit}`,
        row.reference ? `${spread(row.reference)} ${row.unit}` : '',
        row.against ?? '',
        row.ratio ? `${spread(row.ratio, 2)}×` : '',
        row.bound ? `${boundText(row.bound, row.unit)}: ${row.kept ? 'kept' : 'NOT KEPT'}` : '',
        String(row.values.length),
      ]),
    ]),
    ...notes(rows),
    ...leftOut.map(({ figure, reason }) => `\nLeft out: ${figure}, ${reason}`),
    ...failed.map(({ figure, error }) => `\nFailed: ${figure}, ${error}`),
  ].join('\n');
}

/** @param {Row[]} rows */
function notes(rows) {
  const told = new Set(rows.flatMap(({ title, note }) => (note ? [`- ${title}: ${note}.`] : [])));
  return told.size > 0 ? ['', ...told] : [];
}

/**
 * @param {import('./row.mjs').Bound} bound
 * @param {Row['unit']} unit
 */
function boundText({ of, atMost, atLeast, everyRound }, unit) {
  const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  const what = { ratio: '×', value: ` ${unit}`, difference: ` ${unit} more` }[of];
  return `${limit}${what}${everyRound ? ' in every round' : ''}`;
}

/**
 * One value alone has no spread to tell.
 * @param {Spread} spread
 * @param {number} [digits]
 */
function spread({ median, min, max }, digits = median < 1 ? 3 : median < 20 ? 2 : 0) {
  const [shown, least, most] = [median, min, max].map((value) => value.toFixed(digits));
  return min === max ? shown : `${shown} (${least} to ${most})`;
}

/**
 * Columns as wide as their widest cell, so that the table reads well where nobody renders it.
 * @param {string[][]} cells the head first
 */
function table([head, ...body]) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...body].map((line) => line[column].length)));
  const line = (/** @type {string[]} */ texts) =>
    `| ${texts.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}
