// @ts-check

/**
 * What is told about a series of measurements.
 * @typedef {object} Spread
 * @property {number} median
 * @property {number} min
 * @property {number} max
 */

/**
 * @param {readonly number[]} values at least one
 * @returns {Spread}
 */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/**
 * Round by round, ours divided by the reference. What disturbs a machine disturbs both sides of a round, so the ratio
 * holds where the milliseconds do not.
 * @param {readonly number[]} ours
 * @param {readonly number[]} reference as many
 */
export const pairedRatios = (ours, reference) => ours.map((value, round) => value / reference[round]);
