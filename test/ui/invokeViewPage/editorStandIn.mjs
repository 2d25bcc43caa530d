// @ts-check
/**
 * In the page, before its script: the editor's interface, and a list of what was posted through it.
 * @param {unknown} state
 */
export function standIn(state) {
  let acquired = false;
  const kept = sessionStorage.getItem('state');
  /** @type {unknown} */
  let current = kept === null ? state : JSON.parse(kept);
  const acquireVsCodeApi = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return {
      postMessage: (/** @type {unknown} */ message) => posted.push(structuredClone(message)),
      getState: () => current,
      setState: (/** @type {unknown} */ next) => {
        current = structuredClone(next);
        sessionStorage.setItem('state', JSON.stringify(next));
      },
    };
  };
  /** @type {unknown[]} */
  const posted = [];
  Object.assign(window, { posted, acquireVsCodeApi });
}
