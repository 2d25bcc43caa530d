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
    this.#engine ??= this.#connect();
    try {
      return await this.#engine;
    } catch (error) {
      this.#engine = undefined;
      throw error;
    }
  }

  /** Runs something on the engine; a lost engine is forgotten. */
  async use<T>(task: (engine: ContainerEngine) => Promise<T>): Promise<T> {
    try {
      return await task(await this.get());
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
