import type { Assignment, ParsedDockerfile, Stage } from './parsedDockerfile.ts';
import { fcPlatform } from '../ports/containerEngine.ts';

export type BuildArgs = Readonly<Record<string, string>>;

/** Known values; a name that is set to something unknown is there with `undefined`. */
export type Variables = ReadonlyMap<string, string | undefined>;

/** `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}`, `${NAME+other}`. */
const reference = /\\\$|\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^{}$]*))?\})/g;

/** What `FROM` may use: `ARG`s before it, build arguments over their defaults, and what the builder sets itself. */
export function globalVariables({ globalArgs }: ParsedDockerfile, buildArgs: BuildArgs): Variables {
  const [os, architecture] = fcPlatform.split('/');
  const variables = new Map<string, string | undefined>([
    ['TARGETPLATFORM', fcPlatform],
    ['TARGETOS', os],
    ['TARGETARCH', architecture],
  ]);
  for (const arg of globalArgs) setArg(variables, arg, buildArgs, new Map());
  return variables;
}

/** What the instructions at the end of a stage may use; `chain` is the stage and the stages it is built on. */
export function stageVariables(dockerfile: ParsedDockerfile, chain: readonly Stage[], buildArgs: BuildArgs): Variables {
  const global = globalVariables(dockerfile, buildArgs);
  let variables = new Map<string, string | undefined>();
  for (const { instructions } of chain.toReversed()) {
    const inherited = new Map<string, string | undefined>();
    const args = new Set<string>();
    variables.forEach((value, name) => inherited.set(name, value));
    for (const { keyword, assignments } of instructions)
      for (const assignment of assignments)
        if (keyword === 'ENV') {
          inherited.set(assignment.name, expand(assignment.value ?? '', inherited));
          args.delete(assignment.name);
        } else if (!inherited.has(assignment.name) || args.has(assignment.name)) {
          setArg(inherited, assignment, buildArgs, global);
          args.add(assignment.name);
        }
    variables = inherited;
  }
  return variables;
}

/** The text with its variables replaced; `undefined` when one of them is not known. */
export function expand(text: string, variables: Variables): string | undefined {
  const unknown: string[] = [];
  const expanded = text.replace(
    reference,
    (match, plain?: string, braced?: string, operator?: string, word?: string) => {
      if (match === '\\$') return '$';
      const value = variables.get(plain ?? braced ?? '');
      if (operator?.endsWith('+') === true) return value === undefined || value === '' ? '' : (word ?? '');
      if (operator !== undefined && (value === undefined || (value === '' && operator === ':-'))) return word ?? '';
      if (value === undefined) unknown.push(match);
      return value ?? '';
    },
  );
  return unknown.length === 0 ? expanded : undefined;
}

function setArg(
  variables: Map<string, string | undefined>,
  { name, value }: Assignment,
  buildArgs: BuildArgs,
  global: Variables,
): void {
  const given = buildArgs[name];
  if (given !== undefined) variables.set(name, given);
  else if (value !== undefined) variables.set(name, expand(value, variables));
  else variables.set(name, global.get(name));
}
