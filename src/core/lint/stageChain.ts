import type { Instruction, ParsedDockerfile, Stage } from './parsedDockerfile.ts';
import { expand, globalVariables, type BuildArgs } from './variables.ts';

/** The final stage, the earlier stage it is built on, and so on down to the one that begins with an external image. */
export function finalChain(dockerfile: ParsedDockerfile, buildArgs: BuildArgs): readonly Stage[] {
  const chain: Stage[] = [];
  for (let stage = dockerfile.stages.at(-1); stage !== undefined; stage = baseStage(dockerfile, stage, buildArgs))
    chain.push(stage);
  return chain;
}

/** The image `FROM` names, variables replaced; `undefined` when it is an earlier stage or cannot be known. */
export function externalBase(dockerfile: ParsedDockerfile, stage: Stage, buildArgs: BuildArgs): string | undefined {
  const image = expand(stage.from.image, globalVariables(dockerfile, buildArgs));
  return image === '' || baseStage(dockerfile, stage, buildArgs) !== undefined ? undefined : image;
}

/** Every image a build begins with, each once, `scratch` not being one. */
export function externalBases(dockerfile: ParsedDockerfile, buildArgs: BuildArgs): readonly string[] {
  const bases = dockerfile.stages.flatMap((stage) => externalBase(dockerfile, stage, buildArgs) ?? []);
  return [...new Set(bases)].filter((base) => base !== 'scratch');
}

/** The last instruction of one of these kinds in a chain: it is the one that counts in the image. */
export function lastInstruction(chain: readonly Stage[], ...keywords: readonly string[]): Instruction | undefined {
  for (const { instructions } of chain) {
    const found = instructions.findLast(({ keyword }) => keywords.includes(keyword));
    if (found !== undefined) return found;
  }
  return undefined;
}

function baseStage(dockerfile: ParsedDockerfile, stage: Stage, buildArgs: BuildArgs): Stage | undefined {
  const name = expand(stage.from.image, globalVariables(dockerfile, buildArgs))?.toLowerCase();
  const earlier = dockerfile.stages.slice(0, dockerfile.stages.indexOf(stage));
  return earlier.findLast((candidate) => candidate.name !== undefined && candidate.name === name);
}
