import type { ListeningSocket } from '../ports/containerEngine.ts';
import type { StartFinding } from '../shared/startFailure.ts';

/** What a look inside a container shows whose CAPort is closed. Absent is what nobody could see. */
export interface ListeningFacts {
  readonly sockets?: readonly ListeningSocket[];
  /** Its use of the processor over the last moment, as a part of its limit: 0 to 1. */
  readonly cpuShare?: number;
}

const busyFrom = 0.5;
/** Next to nothing: on a crowded machine a process at work may get a few percent only. */
const idleBelow = 0.02;

/** Why a CAPort is not open, as far as the sockets and the use of the processor tell. */
export function listeningCause(caPort: number, { sockets, cpuShare }: ListeningFacts): StartFinding {
  if (sockets === undefined) return { cause: 'unknown', found: [] };
  if (sockets.length === 0) return nothingListens(cpuShare);
  const onCaPort = sockets.filter((socket) => socket.port === caPort);
  if (onCaPort.length === 0) return listensElsewhere(caPort, sockets);
  const listens = `The server listens on ${show(onCaPort)}`;
  if (onCaPort.every(isLoopback))
    return {
      cause: 'loopbackOnly',
      found: [`${listens} only.`],
      nextStep: `It must listen on 0.0.0.0:${caPort}.`,
    };
  return {
    cause: 'unreachable',
    found: [`${listens}, but no connection to it came about in time.`],
    nextStep: `It must listen on 0.0.0.0:${caPort}, IPv4 included, in time, and take every connection.`,
  };
}

function nothingListens(cpuShare: number | undefined): StartFinding {
  const nothing = 'Nothing in the container listens on any port yet';
  if (cpuShare === undefined) return { cause: 'notListening', found: [`${nothing}.`] };
  const percent = `${Math.min(100, Math.round(cpuShare * 100))} %`;
  if (cpuShare >= busyFrom)
    return {
      cause: 'busyStarting',
      found: [`${nothing}. It is at work: it uses ${percent} of its CPU limit.`],
      nextStep: 'Raise cpu in s.yaml, or let it listen first and do the rest afterwards.',
    };
  if (cpuShare < idleBelow)
    return {
      cause: 'waiting',
      found: [`${nothing}. It is waiting for something: it uses ${percent} of its CPU limit.`],
      nextStep: 'See in its log what it waits for, such as a database, and let it listen before it waits.',
    };
  return { cause: 'notListening', found: [`${nothing}. It uses ${percent} of its CPU limit.`] };
}

function listensElsewhere(caPort: number, sockets: readonly ListeningSocket[]): StartFinding {
  const reachable = sockets.find((socket) => !isLoopback(socket));
  const change = reachable === undefined ? '' : `, or set customContainerConfig.port to ${reachable.port} in s.yaml`;
  return {
    cause: 'otherPort',
    found: [`The server listens on ${show(sockets)}, but CAPort is ${caPort}.`],
    nextStep: `Let it listen on 0.0.0.0, on the port in FC_CUSTOM_LISTEN_PORT${change}.`,
  };
}

function isLoopback({ address }: ListeningSocket): boolean {
  return address.startsWith('127.') || address === '::1';
}

function show(sockets: readonly ListeningSocket[]): string {
  const texts = sockets.map(({ address, port }) =>
    address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`,
  );
  return [...new Set(texts)].join(' and ');
}
