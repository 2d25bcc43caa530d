import { window } from 'vscode';
import { StartFailedError } from '../core/instance/startFailedError.ts';
import { isAbortError } from '../core/shared/abort.ts';
import { FcError } from '../core/shared/fcError.ts';
import { nextSteps, takeStep, type NextStep } from './nextSteps.ts';
import type { Services } from './services.ts';

/**
 * The one door through which a person meets an error: one message with the next step, the evidence in the log.
 * Cancelling passes in silence. Not awaited: a message that nobody answers must not hold a command.
 * @param target what the failed command was about, handed on to the next step
 */
export function showError(error: unknown, services: Services, target?: unknown): void {
  if (isAbortError(error)) return;
  const { ownLog } = services;
  if (error instanceof FcError) {
    ownLog.error(`${error.code}: ${error.message}${error.detail ? `\n${error.detail}` : ''}`, causeText(error));
    void nextSteps(services, error, target).then((steps) => show(messageOf(error), steps));
    return;
  }
  ownLog.error(error instanceof Error ? error : String(error));
  const text = error instanceof Error ? error.message : String(error);
  void window.showErrorMessage(`Function Compute: ${text}`, 'Show Log').then((chosen) => {
    if (chosen !== undefined) ownLog.show(true);
  });
}

async function show(message: string, steps: readonly NextStep[]): Promise<void> {
  const chosen = await window.showErrorMessage(message, ...steps.map(({ title }) => title));
  const step = steps.find(({ title }) => title === chosen);
  if (step !== undefined) await takeStep(step);
}

/** Failed starts are shown with the platform's code, under which its documentation explains them. */
function messageOf(error: FcError): string {
  const ofPlatform = error instanceof StartFailedError ? [error.about?.functionName, error.code] : [];
  const words = ofPlatform.filter(Boolean).map((word) => `${word}:`);
  return [...words, error.message, error.hint].filter(Boolean).join(' ');
}

function causeText({ cause }: FcError): string {
  return cause instanceof Error ? `caused by ${cause.message}` : '';
}
