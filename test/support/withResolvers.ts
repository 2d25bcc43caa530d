/** A promise and the way to settle it; the language has it from Node 22 on. */
export interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export function withResolvers<T = undefined>(): Resolvers<T> {
  let [resolve, reject] = [(_value: T): void => undefined, (_error: Error): void => undefined];
  const promise = new Promise<T>((ok, no) => ([resolve, reject] = [ok, no]));
  return { promise, resolve, reject };
}
