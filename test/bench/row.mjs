// @ts-check
import { pairedRatios, spreadOf } from './statistics.mjs';

/** @typedef {import('./statistics.mjs').Spread} Spread */

/**
 * What a row promises: of the ratio to the reference, of our value alone, or of how much ours is above the reference.
 * @typedef {object} Bound
 * @property {'ratio' | 'value' | 'difference'} of
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {boolean} [everyRound] of every round, not of the median
 */

/**
 * One line of the report: ours, mostly against a reference.
 * @typedef {object} Row
 * @property {string} figure the figure it belongs to
 * @property {string} title
 * @property {'ms' | 'kB' | 'MB' | '%' | 'calls/s' | 'lines/s'} unit
 * @property {string} [against] what the reference is
 * @property {number[]} values ours, by round
 * @property {number[]} [referenceValues]
 * @property {Spread} ours
 * @property {Spread} [reference]
 * @property {Spread} [ratio] of the pairs
 * @property {Bound} [bound] absent: for information
 * @property {boolean} [kept] whether it is
 * @property {string} [note]
 */

/**
 * @param {Pick<Row, 'figure' | 'title' | 'unit' | 'against' | 'values' | 'referenceValues' | 'bound' | 'note'>} measured
 * @returns {Row}
 */
export function row(measured) {
  const { values, referenceValues, bound } = measured;
  return {
    ...measured,
    ours: spreadOf(values),
    ...(referenceValues && {
      reference: spreadOf(referenceValues),
      ratio: spreadOf(pairedRatios(values, referenceValues)),
    }),
    ...(bound && { kept: isKept(bound, values, referenceValues) }),
  };
}

/**
 * @param {Bound} bound
 * @param {number[]} values
 * @param {number[]} [referenceValues]
 */
function isKept({ of, atMost = Infinity, atLeast = -Infinity, everyRound = false }, values, referenceValues = []) {
  const judged = {
    value: () => values,
    ratio: () => pairedRatios(values, referenceValues),
    difference: () => values.map((value, round) => value - referenceValues[round]),
  }[of]();
  const { median, min, max } = spreadOf(judged);
  return everyRound ? max <= atMost && min >= atLeast : median <= atMost && median >= atLeast;
}
