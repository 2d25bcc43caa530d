import { fcPlatform } from '../../ports/containerEngine.ts';
import { platformFix } from '../platformFix.ts';
import type { ImageContext, Rule, RuleFinding } from '../rule.ts';
import { externalBase } from '../stageChain.ts';

/**
 * An image in FROM is not linux/amd64 on this engine. In the stages the image is made of that is an error; what another
 * stage compiles may be for its own platform, unless it says `--platform=$BUILDPLATFORM` and so knows what it does.
 */
export const baseNotAmd64: Rule<ImageContext> = {
  code: 'base-not-amd64',
  check({ file, dockerfile, chain, buildArgs, image, bases }) {
    const imageIsWrong = `${image.os}/${image.architecture}` !== fcPlatform;
    return dockerfile.stages.flatMap((stage): RuleFinding[] => {
      const base = externalBase(dockerfile, stage, buildArgs);
      const facts = base === undefined ? undefined : bases.get(base);
      const { from } = stage;
      if (facts === undefined || `${facts.os}/${facts.architecture}` === fcPlatform) return [];
      if (/^\$\{?BUILD(?:PLATFORM|ARCH)/.test(from.platform?.value ?? '')) return [];
      const isPart = chain.includes(stage);
      if (isPart && imageIsWrong) return []; // said already, about the image itself
      const is = `${base ?? ''} is ${facts.os}/${facts.architecture} on this engine; Function Compute runs ${fcPlatform} only.`;
      const consequence = isPart ? '' : ' What this stage compiles may not run there.';
      const pull = ` docker pull --platform ${fcPlatform} ${base ?? ''}, then build again.`;
      return [
        {
          severity: isPart ? 'error' : 'warning',
          message: `${is}${consequence}${pull}`,
          range: from.imageRange,
          fixes: platformFix(file, dockerfile, from),
        },
      ];
    });
  },
};
