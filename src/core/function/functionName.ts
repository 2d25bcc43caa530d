/** Function Compute API, CreateFunctionInput: letters, digits, `_` and `-`, not beginning with a digit or `-`, 1-64 long. */
const allowed = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const longest = 64;

/** What is wrong with a function's name, as a sentence; `undefined` when it may be used. */
export function functionNameProblem(name: string): string | undefined {
  if (name === '') return 'A function needs a name.';
  if (name.length > longest) return `The name has ${name.length} characters; ${longest} are allowed.`;
  if (/^[0-9-]/.test(name)) return 'The name must begin with a letter or "_".';
  if (!allowed.test(name)) return 'The name may contain letters, digits, "_" and "-" only.';
  return undefined;
}
