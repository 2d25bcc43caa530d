import { FcError, type FcErrorCode } from '../core/shared/fcError.ts';
import { DeadlineError } from './deadline.ts';
import type { EngineCandidate } from './engineCandidates.ts';
import { engineWords, errorCode } from './translateError.ts';

export interface FailedCandidate {
  readonly candidate: EngineCandidate;
  /** Without credentials. */
  readonly address: string;
  readonly error: unknown;
}

type Verdict = 'notFound' | 'notRunning' | 'accessDenied';

/** Somebody may be there, but not an engine we can use. */
export class UnusableEngine extends Error {
  readonly verdict: Verdict;

  constructor(verdict: Verdict, reason: string) {
    super(reason);
    this.name = 'UnusableEngine';
    this.verdict = verdict;
  }
}

const codes: Readonly<Record<Verdict, FcErrorCode>> = {
  notFound: 'EngineNotFound',
  notRunning: 'EngineNotRunning',
  accessDenied: 'EngineAccessDenied',
};

/** One letter about all candidates that failed: what was tried, what came of it, what to do on this system. */
export function engineMissing(failed: readonly FailedCandidate[], platform: NodeJS.Platform): FcError {
  const judged = failed.map((entry) => ({ ...entry, ...judge(entry.error) }));
  const detail = judged
    .map(({ candidate, address, reason }) => `${candidate.source}: ${address} (${reason})`)
    .join('\n');
  const asked = judged.find(({ candidate }) => candidate.explicit);
  if (asked) {
    const { candidate, address, reason, verdict, error } = asked;
    const message = `The container engine at ${address}, named by ${candidate.source}, cannot be used: ${reason}.`;
    const step = verdict === 'accessDenied' ? nextStep(verdict, platform) : 'Start that engine.';
    const hint = `${step} Or correct ${candidate.source}; without it, an engine is looked for.`;
    return new FcError(codes[verdict], message, { hint, detail, cause: error });
  }

  const present = judged.filter(({ verdict }) => verdict !== 'notFound');
  const worst = present.find(({ verdict }) => verdict === 'accessDenied') ?? present[0];
  const absent = [...new Set(judged.filter((one) => one.verdict === 'notFound').map(({ address }) => address))];
  const tried = [
    ...present.map(({ address, reason }) => `${address} (${reason})`),
    ...(absent.length > 0 ? [`${absent.join(', ')} (not there)`] : []),
  ].join(', ');
  const verdict = worst?.verdict ?? 'notFound';
  return new FcError(codes[verdict], `${openings[verdict]} Tried: ${tried}.`, {
    hint: nextStep(verdict, platform),
    detail,
    cause: worst?.error ?? judged[0]?.error,
  });
}

const openings: Readonly<Record<Verdict, string>> = {
  notFound: 'No container engine was found.',
  notRunning: 'The container engine is not running.',
  accessDenied: 'You may not use the container engine.',
};

function judge(error: unknown): { readonly verdict: Verdict; readonly reason: string } {
  if (error instanceof UnusableEngine) return { verdict: error.verdict, reason: error.message };
  if (error instanceof DeadlineError) {
    return { verdict: 'notRunning', reason: `no answer within ${Math.round(error.limitMs / 1000)} s` };
  }
  switch (errorCode(error) ?? 'none') {
    case 'ENOENT':
      return { verdict: 'notFound', reason: 'not there' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { verdict: 'notFound', reason: 'unknown host' };
    case 'EACCES':
    case 'EPERM':
      return { verdict: 'accessDenied', reason: 'permission denied' };
    case 'ECONNREFUSED':
      return { verdict: 'notRunning', reason: 'nobody answers there' };
    default:
      return { verdict: 'notRunning', reason: engineWords(error) };
  }
}

function nextStep(verdict: Verdict, platform: NodeJS.Platform): string {
  if (platform !== 'linux') return 'Start Docker Desktop (or OrbStack, Rancher Desktop, Colima, Podman) and try again.';
  switch (verdict) {
    case 'accessDenied':
      return 'Add yourself to the docker group with "sudo usermod -aG docker $USER", then sign out and in again.';
    case 'notRunning':
      return 'Start it with "sudo systemctl start docker" (or start Docker Desktop) and try again.';
    case 'notFound':
      return 'Start it with "sudo systemctl start docker", or install one (https://docs.docker.com/engine/install/).';
  }
}
