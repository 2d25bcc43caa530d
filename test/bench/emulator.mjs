// @ts-check
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * What the bench needs of the emulator; all of it is in `src/core/emulator/createEmulator.ts`.
 * @typedef {object} EmulatorVerbs
 * @property {(folders: string[]) => Promise<void>} refresh
 * @property {(id: string) => Promise<{ ref: string }>} build
 * @property {(id: string) => Promise<{ containerId: string, hostPort: number, caPort: number }>} start
 * @property {(id: string) => Promise<void>} stop
 * @property {(id: string, request: InvocationRequest) => Promise<{ statusCode: number }>} invoke
 * @property {() => { functions: { spec: FunctionSpec }[] }} snapshot
 */

/** @typedef {EmulatorVerbs & AsyncDisposable} Emulator */
/** @typedef {{ id: string, cpu: number, memorySize: number, container: { image: string } }} FunctionSpec */
/** @typedef {{ source: string, text: string }} LogLine */

/**
 * @typedef {{ mode: 'event', body: Uint8Array }
 *   | { mode: 'http', method: string, path: string, headers: Record<string, string>, body: Uint8Array }} InvocationRequest
 */

/**
 * @typedef {object} EmulatorOptions
 * @property {string} bundles folder of headless.cjs
 * @property {string} dockerHost
 * @property {string} baseImage
 * @property {(line: LogLine) => void} [onLine] the log sink
 */

/** The emulator without an editor, with one function, connected to the engine. */
export class EmulatorOfOne {
  /** @type {Emulator} */
  #emulator;

  /**
   * @param {Emulator} emulator
   * @param {FunctionSpec} spec
   * @param {string} folder
   */
  constructor(emulator, spec, folder) {
    this.#emulator = emulator;
    this.spec = spec;
    this.folder = folder;
  }

  /**
   * @param {string} folder of the function
   * @param {EmulatorOptions} options
   */
  static async open(folder, { bundles, dockerHost, baseImage, onLine = () => {} }) {
    const { createLocalEmulator } = createRequire(import.meta.url)(path.join(bundles, 'headless.cjs'));
    /** @type {Emulator} */
    const emulator = createLocalEmulator({
      settings: { engineAddress: dockerHost, buildArgs: { BASE_IMAGE: baseImage } },
      log: { write: onLine },
    });
    await emulator.refresh([folder]);
    const [found] = emulator.snapshot().functions;
    if (!found) throw new Error(`there is no function in ${folder}`);
    return new EmulatorOfOne(emulator, found.spec, folder);
  }

  build() {
    return this.#emulator.build(this.spec.id);
  }

  start() {
    return this.#emulator.start(this.spec.id);
  }

  stop() {
    return this.#emulator.stop(this.spec.id);
  }

  /** @param {InvocationRequest} request */
  async invoke(request) {
    const { statusCode } = await this.#emulator.invoke(this.spec.id, request);
    if (statusCode !== 200) throw new Error(`the function answered with status ${statusCode}`);
  }

  close() {
    return this.#emulator[Symbol.asyncDispose]();
  }
}
