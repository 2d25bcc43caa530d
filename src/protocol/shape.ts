/** Small checks that say which shape a received value must have. */
export type Check = (value: unknown) => boolean;

/** One check for every field of `T`: a field added to a message does not compile until it is checked. */
export type FieldChecks<T> = { readonly [K in keyof T]-?: Check };

export const text =
  (maxLength: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength;

/** A text that is not empty. */
export const name =
  (maxLength: number): Check =>
  (value) =>
    typeof value === 'string' && value !== '' && value.length <= maxLength;

export const textThat =
  (maxLength: number, accepts: (text: string) => boolean): Check =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength && accepts(value);

/** Zero or more, and finite. */
export const amount: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;

export const integer =
  (min: number, max: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;

export const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const list =
  (maxItems: number, item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= maxItems && value.every(item);

export const dictionary =
  (maxEntries: number, key: Check, entry: Check): Check =>
  (value) => {
    if (!isObject(value)) return false;
    const entries = Object.entries(value);
    return entries.length <= maxEntries && entries.every(([k, v]) => key(k) && entry(v));
  };

/** An object whose fields pass; fields that nobody asked for are let through, so that the two sides may differ in age. */
export const fields =
  <T>(checks: FieldChecks<T>): Check =>
  (value) =>
    isObject(value) && Object.entries<Check>(checks).every(([key, check]) => check(ownField(value, key)));

/** An object told apart from its siblings by the text in one field. */
export const tagged =
  (tag: string, variants: Readonly<Record<string, Check>>): Check =>
  (value) => {
    const kind = isObject(value) ? ownField(value, tag) : undefined;
    return typeof kind === 'string' && Object.hasOwn(variants, kind) && variants[kind]?.(value) === true;
  };

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `Object.prototype` would lend does not count as sent. */
function ownField(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
