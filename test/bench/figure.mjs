// @ts-check

/**
 * Something that is measured.
 * @typedef {object} Figure
 * @property {string} name for `--only`
 * @property {string} title
 * @property {number} rounds counted, when nobody says otherwise
 * @property {('engine' | 'workbench' | 'wrk')[]} needs where one cannot be had, the figure is left out
 * @property {(bench: Bench, rounds: number) => Promise<import('./row.mjs').Row[]>} measure
 */

/**
 * What a figure works with. What it does not need may be missing.
 * @typedef {object} Bench
 * @property {import('./dockerCli.mjs').DockerCli} cli
 * @property {import('./dockerCli.mjs').DockerCli} [buildKitCli]
 * @property {string} baseImage of the Node.js template
 * @property {OpenFunction} openFunction
 * @property {OpenEditorLog} openEditorLog
 * @property {(emulator: EmulatorOfOne) => Promise<EmulatorElsewhere>} elsewhere what another process or thread needs to open
 *   the emulator on the same function
 * @property {import('./wrk.mjs').Load} load
 * @property {import('../support/workbench/server.mjs').WorkbenchHost} workbench
 * @property {() => Promise<{ file: string, sizeBytes: number }>} vsix packed when it is first asked for
 * @property {string} scratch a folder for anything; removed at the end
 */

/**
 * Writes a function and opens the emulator on it; both go when the figure is done.
 * @callback OpenFunction
 * @param {FunctionChoices & EmulatorChoices} choices
 * @returns {Promise<EmulatorOfOne>}
 */

/**
 * The log as the extension keeps it, with nobody at the panel; it goes when the figure is done.
 * @callback OpenEditorLog
 * @returns {Promise<import('./emulator.mjs').EditorLog>}
 */

/**
 * @typedef {import('./emulator.mjs').EmulatorOptions & { folder: string, logFolder: string }} EmulatorElsewhere
 */

/** @typedef {import('./emulator.mjs').EmulatorOfOne} EmulatorOfOne */
/** @typedef {import('./emulator.mjs').EmulatorChoices} EmulatorChoices */
/** @typedef {import('./functionFolder.mjs').FunctionChoices} FunctionChoices */

export {};
