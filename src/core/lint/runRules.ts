import type { FunctionSpec } from '../function/functionSpec.ts';
import type { ImageFacts } from '../ports/containerEngine.ts';
import type { Finding } from '../shared/finding.ts';
import type { StartFailure } from '../shared/startFailure.ts';
import { exposeDiffersFromCaPort } from './dockerfile/exposeDiffersFromCaPort.ts';
import { missingStartCommand } from './dockerfile/missingStartCommand.ts';
import { baseNotAmd64 } from './image/baseNotAmd64.ts';
import { notAmd64 } from './image/notAmd64.ts';
import { startFailed } from './instance/startFailed.ts';
import type { ParsedDockerfile } from './parsedDockerfile.ts';
import { parseDockerfile } from './parseDockerfile.ts';
import type { DockerfileContext, ImageContext, InstanceContext, Rule } from './rule.ts';
import { finalChain } from './stageChain.ts';
import type { BuildArgs } from './variables.ts';

/** Every rule, by what it needs to know. */
export const dockerfileRules: readonly Rule<DockerfileContext>[] = [missingStartCommand, exposeDiffersFromCaPort];
export const imageRules: readonly Rule<ImageContext>[] = [notAmd64, baseNotAmd64];
export const instanceRules: readonly Rule<InstanceContext>[] = [startFailed];

export interface DockerfileRulesInput {
  readonly dockerfile: { readonly file: string; readonly text: string };
  readonly spec?: FunctionSpec;
  readonly buildArgs?: BuildArgs;
}

/** What the Dockerfile's text alone shows. */
export function runDockerfileRules(input: DockerfileRulesInput): readonly Finding[] {
  return run(dockerfileRules, contextOf(input));
}

/** What a build shows: the image it made, and what the engine knows of the images in `FROM` (`externalBases`). */
export function runImageRules(
  input: DockerfileRulesInput & { readonly image: ImageFacts; readonly bases?: ReadonlyMap<string, ImageFacts> },
): readonly Finding[] {
  const { image, bases = new Map<string, ImageFacts>() } = input;
  return run(imageRules, { ...contextOf(input), image, bases });
}

/** What a failed start shows. */
export function runInstanceRules(input: DockerfileRulesInput & { readonly failure: StartFailure }): readonly Finding[] {
  return run(instanceRules, { ...contextOf(input), failure: input.failure });
}

function contextOf({ dockerfile: { file, text }, spec, buildArgs = {} }: DockerfileRulesInput): DockerfileContext {
  const dockerfile = parseDockerfile(text);
  const chain = finalChain(dockerfile, buildArgs);
  return { file, dockerfile, chain, buildArgs, ...(spec === undefined ? {} : { spec }) };
}

/** In the order of the text; rules on one line in the order of their list. */
function run<Context extends DockerfileContext>(rules: readonly Rule<Context>[], context: Context): readonly Finding[] {
  const findings = rules.flatMap(({ code, check }) =>
    check(context).map((finding) => ({ fixes: [], ...finding, code, file: context.file })),
  );
  return findings
    .filter(({ code, range }) => !isIgnored(context.dockerfile, code, range.start.line))
    .sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

/** `# fc-ignore missing-start-command` on the line above, several codes after one another. */
function isIgnored({ comments }: ParsedDockerfile, code: string, line: number): boolean {
  const [directive, ...codes] = (comments.get(line - 1) ?? '').trim().split(/[\s,]+/);
  return directive === 'fc-ignore' && codes.includes(code);
}
