// @ts-check

/** @type {Set<() => void>} */
const cleanups = new Set();
let listening = false;

/**
 * Has something undone when this process ends before it was undone in the ordinary way, by Ctrl-C too. The latest comes
 * first, so that a process is ended before the folder it works in is removed.
 * @param {() => void} cleanup
 * @returns {() => void} to be called when it is no longer needed
 */
export function atExit(cleanup) {
  listen();
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

function listen() {
  if (listening) return;
  listening = true;
  process.on('exit', () => [...cleanups].reverse().forEach((cleanup) => cleanup()));
  // A signal ends Node without its "exit" event, unless somebody listens.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => process.exit(130));
  }
}
