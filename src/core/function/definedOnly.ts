type Definite<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The properties that have a value; one that is absent is not there at all. */
export function definedOnly<T extends object>(properties: T): Definite<T> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Definite<T>;
}
