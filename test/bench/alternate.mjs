// @ts-check

/**
 * One side of a comparison: measures once and gives each of its figures a name.
 * @typedef {() => Promise<Record<string, number>>} Contender
 */

/**
 * Lets the contenders take turns. Every round has each of them once, and begins with another one than the round before,
 * so that nobody always comes first. A round ahead is not counted: it reads disks and starts compilers.
 * @template {Partial<Record<string, Contender>>} Contenders
 * @param {Contenders} contenders
 * @param {number} rounds
 * @param {{ warmUp?: boolean }} [choices] `warmUp: false` leaves out the round ahead
 * @returns {Promise<{ [Name in keyof Contenders]: Values<Contenders[Name]> }>} of each contender that is there, by round
 */
export async function alternate(contenders, rounds, { warmUp = true } = {}) {
  const present = /** @type {[string, Contender][]} */ (
    Object.entries(contenders).filter(([, contender]) => contender !== undefined)
  );
  const values = Object.fromEntries(present.map(([name]) => [name, /** @type {Record<string, number[]>} */ ({})]));
  for (let round = warmUp ? 0 : 1; round <= rounds; round++) {
    for (let turn = 0; turn < present.length; turn++) {
      const [name, measure] = present[(turn + round) % present.length];
      const measured = await measure();
      if (round === 0) continue;
      for (const [metric, value] of Object.entries(measured)) (values[name][metric] ??= []).push(Number(value));
    }
  }
  return /** @type {any} */ (values);
}

/**
 * @template C
 * @typedef {{ [Metric in keyof Awaited<ReturnType<Extract<C, Contender>>>]: number[] }} Values
 */
