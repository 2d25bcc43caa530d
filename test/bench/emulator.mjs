// @ts-check
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * What the bench needs of the emulator; all of it is in `src/core/emulator/createEmulator.ts`.
 * @typedef {object} EmulatorVerbs
 * @property {(folders: string[]) => Promise<void>} refresh
 * @property {(id: string) => Promise<{ ref: string }>} build
 * @property {(id: string, options?: StartOptions) => Promise<Instance>} start
 * @property {(id: string) => Promise<void>} stop
 * @property {(id: string, request: InvocationRequest) => Promise<{ statusCode: number }>} invoke
 * @property {() => Promise<string>} serveApi
 * @property {() => { functions: { spec: FunctionSpec, instances: Instance[], url?: string }[] }} snapshot
 */

/** @typedef {EmulatorVerbs & AsyncDisposable} Emulator */
/** @typedef {{ id: string, functionName: string, cpu: number, memorySize: number, container: { image: string } }} FunctionSpec */
/** @typedef {{ containerId: string, hostPort?: number, caPort: number, state: string }} Instance */
/** @typedef {{ signal?: AbortSignal, onSlow?: (found: string[]) => void }} StartOptions */
/** @typedef {{ source: string, text: string }} LogLine */
/** @typedef {{ write(line: LogLine): void, writeAll?(lines: LogLine[]): void }} LogSink */

/**
 * @typedef {{ mode: 'event', body: Uint8Array }
 *   | { mode: 'http', method: string, path: string, headers: string[], body: Uint8Array }} InvocationRequest
 */

/** @typedef {AsyncDisposable & { sink: LogSink, flush(): Promise<void> }} EditorLog */

/**
 * The shipped bundle, and what `product.ts` adds.
 * @typedef {object} Product
 * @property {(options: { settings: object, log: LogSink }) => Emulator} createLocalEmulator
 * @property {(options: { settings: object, log: LogSink }) => Emulator} createEmulatorBehindPorts
 * @property {(folder: string, onPanel: (text: string) => void) => EditorLog} openEditorLog
 */

/**
 * @typedef {object} EmulatorOptions
 * @property {string} bundles folder of headless.cjs and product.cjs
 * @property {string} dockerHost
 * @property {string} baseImage
 */

/**
 * How a figure wants its emulator.
 * @typedef {object} EmulatorChoices
 * @property {LogSink} [log]
 * @property {object} [settings] over the defaults
 * @property {boolean} [publishedOnly] containers are reached through published ports only, as on Docker Desktop
 */

/**
 * @param {string} bundles
 * @returns {Product}
 */
export function loadProduct(bundles) {
  const require = createRequire(import.meta.url);
  return { ...require(path.join(bundles, 'headless.cjs')), ...require(path.join(bundles, 'product.cjs')) };
}

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
   * @param {EmulatorOptions & EmulatorChoices} options
   */
  static async open(folder, { bundles, dockerHost, baseImage, log = { write: () => {} }, settings, publishedOnly }) {
    const { createLocalEmulator, createEmulatorBehindPorts } = loadProduct(bundles);
    const emulator = (publishedOnly ? createEmulatorBehindPorts : createLocalEmulator)({
      // any free port, so that what else runs on this machine stands in nobody's way
      settings: { engineAddress: dockerHost, buildArgs: { BASE_IMAGE: baseImage }, ...settings },
      log,
    });
    await emulator.refresh([folder]);
    const [found] = emulator.snapshot().functions;
    if (!found) throw new Error(`there is no function in ${folder}`);
    return new EmulatorOfOne(emulator, found.spec, folder);
  }

  build() {
    return this.#emulator.build(this.spec.id);
  }

  /** @param {StartOptions} [options] */
  start(options) {
    return this.#emulator.start(this.spec.id, options);
  }

  stop() {
    return this.#emulator.stop(this.spec.id);
  }

  /** @param {InvocationRequest} request */
  async invoke(request) {
    const { statusCode } = await this.#emulator.invoke(this.spec.id, request);
    if (statusCode !== 200) throw new Error(`the function answered with status ${statusCode}`);
  }

  /** The function's own URL, once it was started. */
  get url() {
    const url = this.#function.url;
    if (url === undefined) throw new Error(`${this.spec.functionName} has no URL`);
    return url;
  }

  /** Where the API takes invocations of the function. */
  async invocationUrl() {
    return `${await this.#emulator.serveApi()}/2023-03-30/functions/${this.spec.functionName}/invocations`;
  }

  /** States of the instances there are. */
  get instanceStates() {
    return this.#function.instances.map(({ state }) => state);
  }

  close() {
    return this.#emulator[Symbol.asyncDispose]();
  }

  get #function() {
    return this.#emulator.snapshot().functions[0];
  }
}
