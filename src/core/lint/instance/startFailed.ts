import type { InstanceContext, Rule } from '../rule.ts';
import { lastInstruction } from '../stageChain.ts';

/** The instance never became ready: the platform's words and what was found, where the start command is written. */
export const startFailed: Rule<InstanceContext> = {
  code: 'start-failed',
  check({ chain, failure }) {
    const [finalStage] = chain;
    if (finalStage === undefined) return [];
    const culprit = lastInstruction(chain, 'CMD', 'ENTRYPOINT') ?? lastInstruction(chain, 'EXPOSE') ?? finalStage.from;
    const [text = ''] = failure.message.split('\n');
    const message = [`${failure.code}: ${text}`, ...failure.found].join(' ');
    return [{ severity: 'error', message, range: culprit.range }];
  },
};
