import { posix } from 'node:path';
import type { Instruction, Stage } from './parsedDockerfile.ts';

/** What starts a file of this name, by its path in the container. */
const starters: readonly (readonly [RegExp, (path: string) => readonly string[]])[] = [
  [/^(?:server|app|index|main)\.[cm]?js$/, (path) => ['node', path]],
  [/^(?:app|main|server)\.py$/, (path) => ['python3', path]],
  [/\.jar$/, (path) => ['java', '-jar', path]],
  [/^bootstrap$/, (path) => [path.includes('/') ? path : `./${path}`]],
  [/^package\.json$/, () => ['npm', 'start']],
];

const bases: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:^|\/)node(?:[:@]|$)/, ['node', 'server.js']],
  [/(?:^|\/)python(?:[:@]|$)/, ['python3', 'app.py']],
];

/** The likeliest start command: from the files the stage copies, else from its base, else something to fill in. */
export function guessStartCommand(stage: Stage, base: string | undefined): readonly string[] {
  const copied = copiedFiles(stage.instructions);
  for (const [pattern, command] of starters) {
    const path = copied.find((candidate) => pattern.test(posix.basename(candidate)));
    if (path !== undefined) return command(path);
  }
  return bases.find(([pattern]) => pattern.test(base ?? ''))?.[1] ?? ['./server'];
}

/** Paths of the files a stage copies, relative to its last WORKDIR where they are inside. */
function copiedFiles(instructions: readonly Instruction[]): readonly string[] {
  const paths: string[] = [];
  let workdir = '/';
  for (const { keyword, list, words } of instructions) {
    const values = list ?? words.map(({ value }) => value);
    if (keyword === 'WORKDIR') workdir = posix.resolve(workdir, values[0] ?? '.');
    if ((keyword !== 'COPY' && keyword !== 'ADD') || values.length < 2) continue;
    const target = values.at(-1) ?? '.';
    const sources = values.slice(0, -1);
    const absolute = posix.resolve(workdir, target);
    const isFolder = /(?:^|\/)\.?$/.test(target) || sources.length > 1 || absolute === workdir;
    paths.push(...sources.map((source) => (isFolder ? posix.join(absolute, posix.basename(source)) : absolute)));
  }
  const inWorkdir = workdir === '/' ? workdir : `${workdir}/`;
  return paths.map((path) => (path.startsWith(inWorkdir) ? path.slice(inWorkdir.length) : path));
}
