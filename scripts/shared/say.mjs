// @ts-check

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`;

/**
 * One line of a script's report: how long it took, what it was about, what happened.
 * @param {string} topic
 * @param {string} text
 * @param {number} [ms] left out while the work is still going on
 */
export function say(topic, text, ms) {
  const time = ms === undefined ? '…' : seconds(ms);
  console.log(`${time.padStart(8)}  ${topic.padEnd(12)}  ${text}`);
}

/**
 * Runs one step and reports it with its time. Long work may report what it is doing meanwhile.
 * @template T
 * @param {string} topic
 * @param {(doing: (text: string) => void) => Promise<T>} action
 * @param {(result: T) => string} describe
 */
export async function step(topic, action, describe) {
  const started = performance.now();
  const result = await action((text) => say(topic, text));
  say(topic, describe(result), performance.now() - started);
  return result;
}
