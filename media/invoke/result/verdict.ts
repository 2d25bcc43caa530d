import type { ResultData } from '../../../src/protocol/invokeView.ts';
import { say, strings } from '../strings.ts';
import { formatDuration } from '../units.ts';

/** How a run stands, in one line. Colour, icon and words say the same. */
export interface Verdict {
  readonly tone: 'running' | 'pass' | 'warning' | 'error' | 'cancelled';
  readonly text: string;
}

export function verdictOn({ functionName, statusCode, durationMs, error }: ResultData): Verdict {
  if (error) return { tone: 'error', text: say(strings.functionFailed, functionName, error.type) };
  const duration = formatDuration(durationMs);
  if (statusCode < 400) return { tone: 'pass', text: say(strings.succeeded, functionName, duration) };
  return { tone: 'warning', text: say(strings.answeredWithStatus, functionName, statusCode, duration) };
}
