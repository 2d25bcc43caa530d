import type { GatewayBackend, GatewayFunction } from './gatewayBackend.ts';

/** Functions by id and by name, made anew only when the list is another one: it is asked on every request. */
export class FunctionIndex {
  readonly #backend: Pick<GatewayBackend, 'functions'>;
  #list: readonly GatewayFunction[] | undefined;
  readonly #byId = new Map<string, GatewayFunction>();
  readonly #byName = new Map<string, GatewayFunction>();

  constructor(backend: Pick<GatewayBackend, 'functions'>) {
    this.#backend = backend;
  }

  byId(id: string): GatewayFunction | undefined {
    this.#refresh();
    return this.#byId.get(id);
  }

  /** Two folders may declare the same name: the first one is meant. */
  byName(name: string): GatewayFunction | undefined {
    this.#refresh();
    return this.#byName.get(name);
  }

  #refresh(): void {
    const list = this.#backend.functions();
    if (list === this.#list) return;
    this.#list = list;
    this.#byId.clear();
    this.#byName.clear();
    for (const found of list) {
      this.#byId.set(found.spec.id, found);
      if (!this.#byName.has(found.spec.functionName)) this.#byName.set(found.spec.functionName, found);
    }
  }
}
