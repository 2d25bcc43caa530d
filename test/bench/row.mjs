// @ts-check
import { pairedRatios, spreadOf } from './statistics.mjs';

/** @typedef {import('./statistics.mjs').Spread} Spread */

/**
 * One line of the report: ours against one reference.
 * @typedef {object} Row
 * @property {string} figure the figure it belongs to
 * @property {string} title
 * @property {'ms' | 'kB'} unit
 * @property {string} against what the reference is
 * @property {number[]} values ours, by round
 * @property {number[]} referenceValues
 * @property {Spread} ours
 * @property {Spread} reference
 * @property {Spread} ratio of the pairs
 * @property {number} [bound] what the median ratio may be at most; absent: for information
 * @property {boolean} [kept] whether it is
 * @property {string} [note]
 */

/**
 * @param {Pick<Row, 'figure' | 'title' | 'unit' | 'against' | 'values' | 'referenceValues' | 'bound' | 'note'>} measured
 * @returns {Row}
 */
export function row(measured) {
  const { values, referenceValues, bound } = measured;
  const ratio = spreadOf(pairedRatios(values, referenceValues));
  const compared = { ours: spreadOf(values), reference: spreadOf(referenceValues), ratio };
  return { ...measured, ...compared, ...(bound === undefined ? {} : { kept: ratio.median <= bound }) };
}
