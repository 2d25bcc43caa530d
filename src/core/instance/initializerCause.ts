import type { StartFinding } from '../shared/startFailure.ts';
import type { Initializer } from '../function/functionSpec.ts';
import { exitCause, type ExitFacts } from './exitCause.ts';
import type { HookOutcome } from './lifecycleHooks.ts';

/** How an initializer failed. */
export type FailedHook = Exclude<HookOutcome, { readonly outcome: 'succeeded' }>;

const remove = 'remove instanceLifecycleConfig.initializer from s.yaml';

/**
 * Why an initializer failed.
 * @param facts of the container, for one that ended meanwhile
 */
export function initializerCause(
  outcome: FailedHook,
  { timeout }: Initializer,
  logTail: string,
  facts: ExitFacts | undefined,
): StartFinding {
  switch (outcome.outcome) {
    case 'refused':
      return refused(outcome.statusCode, outcome.body);
    case 'timedOut':
      return {
        cause: 'initializerTimedOut',
        found: [`The initializer did not end within its timeout of ${timeout} s.`],
        nextStep: 'Raise instanceLifecycleConfig.initializer.timeout in s.yaml (up to 300), or let it do less.',
      };
    case 'exited': {
      const end = outcome.exit && facts && exitCause(outcome.exit, [], logTail, facts);
      const found = ['The container ended while the initializer ran.', ...(end?.found ?? [])];
      return { ...end, cause: 'initializerExited', found };
    }
    case 'connectionLost':
      return {
        cause: 'initializerSilent',
        found: [`The server closed the connection before it answered POST /initialize: ${outcome.reason}.`],
        nextStep: 'Let it answer every POST /initialize; why it did not, its log may tell.',
      };
    case 'commandFailed':
      return {
        cause: 'initializerCommand',
        found: [`The initializer's command ended with exit code ${outcome.exitCode}.`, ...said(outcome.output)],
        nextStep: 'Correct instanceLifecycleConfig.initializer.command in s.yaml, or what it runs.',
      };
  }
}

function refused(statusCode: number, body: string): StartFinding {
  const found = [`POST /initialize was answered with ${statusCode}; only 200 to 299 is success.`, ...said(body)];
  const nextStep =
    statusCode === 404 || statusCode === 405
      ? `Let the server answer POST /initialize, or ${remove}.`
      : 'Look in the log between FC Initialize Start and End for why it failed.';
  return { cause: 'initializerRefused', found, nextStep };
}

/** The end of what it said, as one line. */
function said(text: string): readonly string[] {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? [] : [`It said: ${line.slice(-200)}`];
}
