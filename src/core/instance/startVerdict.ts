import type { ContainerExit, ListeningSocket } from '../ports/containerEngine.ts';
import type { StartFailure } from '../shared/startFailure.ts';

/**
 * What the platform prints for an exit code (docs: custom container troubleshooting). They are errno texts, whatever
 * the real cause was: 127 is printed as "key has expired".
 */
const exitTexts: Readonly<Record<number, string>> = {
  1: 'operation not permitted',
  2: 'no such file or directory',
  8: 'exec format error',
  13: 'permission denied',
  127: 'key has expired',
};

/**
 * The verdict for a container that ended before CAPort opened.
 * @param startCommand entrypoint and command as they ran
 */
export function exitedVerdict(exit: ContainerExit, startCommand: readonly string[], logTail: string): StartFailure {
  const text = exitTexts[exit.exitCode];
  const code = text === undefined ? `code ${exit.exitCode}` : `code ${exit.exitCode}, message:${text}`;
  // the blank before the closing quote is the platform's
  const command = startCommand.map((word) => `${word} `).join('');
  return {
    code: 'CAExited',
    message: `Function instance exited unexpectedly(${code}) with start command '${command}'.`,
    found: exitCauses(exit, logTail),
    logTail,
  };
}

function exitCauses(exit: ContainerExit, logTail: string): string[] {
  if (exit.oomKilled) return ['It needed more memory than memorySize allows and was killed.'];
  if (logTail.includes('exec format error'))
    return ['The program is built for another processor, or a script has no valid #! line. Build for linux/amd64.'];
  if (exit.exitCode === 0) return ['The start command ended by itself. It must keep serving on CAPort.'];
  if (exit.exitCode === 127) return ['A command in the start script was not found in the image.'];
  if (exit.exitCode === 126) return ['The start command is there but may not be executed: check its permissions.'];
  if (exit.exitCode === 137) return ['It was killed from outside (SIGKILL).'];
  const lastLine = logTail.split('\n').findLast((line) => line.trim() !== '');
  return lastLine === undefined ? [] : [`Its last line was: ${lastLine.trim().slice(0, 200)}`];
}

/**
 * The verdict for a start command the engine could not even run.
 * @param hint what to do about this very cause, when the engine's words tell it
 */
export function notStartableVerdict(engineMessage: string, hint?: string): StartFailure {
  return {
    code: 'CAExited',
    message: `The function either cannot be started or exited. ${engineMessage}`,
    found: [hint ?? 'Check entrypoint and command in s.yaml, and ENTRYPOINT and CMD in the Dockerfile.'],
    logTail: '',
  };
}

/** The verdict for a CAPort that did not open in time. */
export function notListeningVerdict(
  caPort: number,
  seconds: number,
  sockets: readonly ListeningSocket[] | undefined,
  logTail: string,
): StartFailure {
  return {
    code: 'FunctionNotStarted',
    message: `Function instance health check failed on port ${caPort} in ${seconds} seconds.`,
    found: listeningCauses(caPort, sockets),
    logTail,
  };
}

/** What the sockets in the container tell about a CAPort that is not open. */
export function listeningCauses(caPort: number, sockets: readonly ListeningSocket[] | undefined): string[] {
  if (sockets === undefined) return [];
  if (sockets.length === 0) return ['Nothing in the container listens on any port yet.'];
  const onCaPort = sockets.find((socket) => socket.port === caPort);
  if (onCaPort !== undefined)
    return [`The server listens on ${show(onCaPort)} only. It must listen on 0.0.0.0:${caPort}.`];
  const others = [...new Set(sockets.map(show))].join(' and ');
  return [
    `The server listens on ${others}, but CAPort is ${caPort}. ` +
      'Listen on the port in FC_CUSTOM_LISTEN_PORT, or change customContainerConfig.port.',
  ];
}

function show({ address, port }: ListeningSocket): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
