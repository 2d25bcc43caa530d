import type { ContainerEngine } from '../ports/containerEngine.ts';
import { FcError } from '../shared/fcError.ts';

/** The engine, connected on first need; forgotten when it goes away, so that the next need looks again. */
export class EngineSession {
  #engine: Promise<ContainerEngine> | undefined;
  readonly #connect: () => Promise<ContainerEngine>;

  constructor(connect: () => Promise<ContainerEngine>) {
    this.#connect = connect;
  }

  /** @throws FcError `EngineNotFound`, `EngineNotRunning`, `EngineAccessDenied` */
  async get(): Promise<ContainerEngine> {
    const engine = (this.#engine ??= this.#connect());
    try {
      return await engine;
    } catch (error) {
      if (this.#engine === engine) this.#engine = undefined;
      throw error;
    }
  }

  /** Runs something on the engine; a lost engine is forgotten. */
  use<T>(task: (engine: ContainerEngine) => Promise<T>): Promise<T> {
    return this.watch(async () => task(await this.get()));
  }

  /** Runs something that has its own hold of the engine; a lost engine is forgotten. */
  async watch<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (error instanceof FcError && (error.code === 'EngineNotFound' || error.code === 'EngineNotRunning'))
        this.forget();
      throw error;
    }
  }

  forget(): void {
    this.#engine = undefined;
  }
}
