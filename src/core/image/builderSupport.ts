import { DockerfileParser, ModifiableInstruction } from 'dockerfile-ast';
import { FcError } from '../shared/fcError.ts';

/** A word that begins a heredoc for BuildKit (`<<EOF`, `3<<-"EOF"`); `$((1<<2))` and `<<< text` are the shell's own. */
const heredocWord = /(?:^|\s)\d*<<-?[^<\s]/;

/**
 * Refuses what the engine's classic builder would get wrong in silence: on engines 26 and 28 it runs a heredoc `RUN`
 * as an empty command and reports success (measured), and it does not know `RUN --mount`.
 * @throws FcError `BuilderUnsupported`
 */
export function requireClassicBuilder(dockerfileText: string, file: string): void {
  for (const instruction of DockerfileParser.parse(dockerfileText).getInstructions()) {
    const text = instruction.getRawArgumentsContent() ?? '';
    const line = instruction.getRange().start.line + 1;
    const keyword = instruction.getKeyword();
    if (['RUN', 'COPY', 'ADD'].includes(keyword) && heredocWord.test(text))
      throw unsupported(`${keyword} <<…`, file, line, 'Write the commands on one line, joined with &&.');
    if (
      instruction instanceof ModifiableInstruction &&
      instruction.getFlags().some((flag) => flag.getName() === 'mount')
    )
      throw unsupported('RUN --mount', file, line, 'Use a plain RUN; later versions build with BuildKit.');
  }
}

function unsupported(what: string, file: string, line: number, hint: string): FcError {
  return new FcError('BuilderUnsupported', `${what} in ${file}, line ${line}, needs BuildKit.`, { hint });
}
