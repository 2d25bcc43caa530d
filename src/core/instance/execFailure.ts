/** The kernel refused to run the start command's file, which is there. */
export interface ExecFailure {
  /** As the engine's runtime names it; older runtimes do not. */
  readonly path?: string;
  /** 2: what runs it is missing · 8: it is nothing this processor runs · 13: it may not be run */
  readonly errno: 2 | 8 | 13;
}

const errnos = { 'no such file or directory': 2, 'exec format error': 8, 'permission denied': 13 } as const;
const reason = '(no such file or directory|exec format error|permission denied)';
const lines: readonly RegExp[] = [
  new RegExp(`^exec (?<path>.+): ${reason}$`, 'i'), // runc since 1.1
  new RegExp(`^standard_init_linux\\.go:\\d+: exec user process caused:? "?${reason}"?$`, 'i'), // runc before
  new RegExp(`exec container process (?:\\(.*\\) )?\`(?<path>.+?)\`: ${reason}`, 'i'), // crun
];

/**
 * What the engine's runtime says in the container's own output when `execve` fails. By then the container counts as
 * started, so it ends with exit code 1 or 255 instead of a failed start, and this line is all it ever printed.
 */
export function execFailure(output: string): ExecFailure | undefined {
  const line = output.trim();
  if (line.includes('\n')) return undefined;
  for (const pattern of lines) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const path = match.groups?.['path'];
    const errno = errnos[match.at(-1)?.toLowerCase() as keyof typeof errnos];
    return { errno, ...(path === undefined ? {} : { path }) };
  }
  return undefined;
}
