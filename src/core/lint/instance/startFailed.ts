import type { TextRange } from '../../shared/finding.ts';
import { sentencesOf, type StartCause } from '../../shared/startFailure.ts';
import type { Stage } from '../parsedDockerfile.ts';
import type { InstanceContext, Rule } from '../rule.ts';
import { lastInstruction } from '../stageChain.ts';

/** The instance never became ready: the platform's words and what was found, where that is best mended. */
export const startFailed: Rule<InstanceContext> = {
  code: 'start-failed',
  check({ chain, failure }) {
    const [finalStage] = chain;
    if (finalStage === undefined) return [];
    const range = places[failure.cause]?.(chain) ?? startCommand(chain) ?? finalStage.from.range;
    const [text = ''] = failure.message.split('\n');
    const message = [`${failure.code}: ${text.trim()}`, ...sentencesOf(failure)].join(' ');
    return [{ severity: 'error', message, range }];
  },
};

type Place = (chain: readonly Stage[]) => TextRange | undefined;

const line =
  (keyword: string): Place =>
  (chain) =>
    lastInstruction(chain, keyword)?.range;
/** The image all of it is built on. */
const base: Place = (chain) => chain.at(-1)?.from.range;

/** The causes that have a better place than the start command. */
const places: Readonly<Partial<Record<StartCause, Place>>> = {
  loopbackOnly: loopbackVariable,
  otherPort: line('EXPOSE'),
  wrongArchitecture: base,
  loaderMissing: base,
  userMissing: line('USER'),
  workingFolder: line('WORKDIR'),
};

function startCommand(chain: readonly Stage[]): TextRange | undefined {
  return (lastInstruction(chain, 'CMD', 'ENTRYPOINT') ?? lastInstruction(chain, 'EXPOSE'))?.range;
}

/** `ENV HOST=127.0.0.1`, which servers take as the address to listen on. */
function loopbackVariable(chain: readonly Stage[]): TextRange | undefined {
  for (const { instructions } of chain)
    for (const { keyword, assignments, range } of instructions.toReversed()) {
      const found =
        keyword === 'ENV' && assignments.find(({ value }) => /^(?:127\.0\.0\.1|localhost|::1)$/.test(value ?? ''));
      if (found) return found.valueRange ?? range;
    }
  return undefined;
}
