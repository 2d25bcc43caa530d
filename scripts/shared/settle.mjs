// @ts-check

/**
 * Like `Promise.all`, but a failure is only reported once everything has come to an end: nothing goes on working behind
 * the back of a caller who has already cleaned up or released a lock.
 * @template {readonly unknown[]} T
 * @param {T} promises
 * @returns {Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>}
 */
export async function settle(promises) {
  const failed = (await Promise.allSettled(promises)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return /** @type {any} */ (Promise.all(promises));
}
