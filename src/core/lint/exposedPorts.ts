import type { TextRange } from '../shared/finding.ts';
import type { ParsedDockerfile, Stage, Word } from './parsedDockerfile.ts';
import { expand, stageVariables, type BuildArgs } from './variables.ts';

/** One TCP port, or a range of them, that the image exposes. */
export interface ExposedPort {
  readonly first: number;
  readonly last: number;
  /** As written in EXPOSE. */
  readonly word: Word;
  /** The plain value of the one variable that is all of the word. */
  readonly source?: { readonly name: string; readonly range: TextRange };
}

/** Every TCP port of a chain of stages, last EXPOSE first; none when one of them cannot be known. */
export function exposedPorts({
  dockerfile,
  chain,
  buildArgs,
}: {
  readonly dockerfile: ParsedDockerfile;
  readonly chain: readonly Stage[];
  readonly buildArgs: BuildArgs;
}): readonly ExposedPort[] {
  const ports: ExposedPort[] = [];
  const variables = stageVariables(dockerfile, chain, buildArgs);
  for (const { instructions } of chain)
    for (const { keyword, words } of instructions.toReversed()) {
      if (keyword !== 'EXPOSE') continue;
      for (const word of words) {
        const text = expand(word.value, variables)?.replace(/^(["'])(.*)\1$/, '$2');
        if (text === undefined) return [];
        const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/tcp)?$/i.exec(text);
        if (match === null) continue;
        const source = variableSource(word, chain, buildArgs);
        const first = Number(match[1]);
        ports.push({ first, last: Number(match[2] ?? first), word, ...(source === undefined ? {} : { source }) });
      }
    }
  return ports;
}

/** Where the value of `$PORT` is written, when it is a plain number in an ENV or ARG of these stages. */
function variableSource(word: Word, chain: readonly Stage[], buildArgs: BuildArgs): ExposedPort['source'] {
  const match = /^\$(?:(\w+)|\{(\w+)\})$/.exec(word.value);
  const name = match?.[1] ?? match?.[2];
  if (name === undefined || name in buildArgs) return undefined;
  const assignments = chain.flatMap(({ instructions }) =>
    instructions.toReversed().flatMap((each) => each.assignments),
  );
  const assignment = assignments.find((candidate) => candidate.name === name);
  return assignment?.valueRange !== undefined && /^\d+$/.test(assignment.value ?? '')
    ? { name, range: assignment.valueRange }
    : undefined;
}
