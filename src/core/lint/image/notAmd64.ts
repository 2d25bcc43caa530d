import { fcPlatform } from '../../ports/containerEngine.ts';
import type { From } from '../parsedDockerfile.ts';
import { platformFix } from '../platformFix.ts';
import type { ImageContext, Rule } from '../rule.ts';
import { externalBase } from '../stageChain.ts';
import { expand, globalVariables } from '../variables.ts';

/** The built image is not linux/amd64, the one platform Function Compute runs ("Custom container" docs, limits). */
export const notAmd64: Rule<ImageContext> = {
  code: 'image-not-amd64',
  check({ file, dockerfile, chain, buildArgs, image }) {
    const built = `${image.os}/${image.architecture}`;
    const base = chain.at(-1);
    if (built === fcPlatform || base === undefined) return [];
    const { from } = base;
    const flag = from.platform;
    const wanted = flag === undefined ? undefined : expand(flag.value, globalVariables(dockerfile, buildArgs));
    const is = `The image is ${built}; Function Compute runs ${fcPlatform} only`;
    if (flag !== undefined && wanted !== fcPlatform)
      return [
        {
          severity: 'error',
          message: `${is}. The cause is --platform=${flag.value}: remove it, the build asks for ${fcPlatform} itself.`,
          range: flag.range,
          fixes: platformFix(file, dockerfile, from),
        },
      ];
    return [
      {
        severity: 'error',
        message: `${is}. ${remedy(externalBase(dockerfile, base, buildArgs), from)}`,
        range: from.range,
      },
    ];
  },
};

function remedy(base: string | undefined, { image }: From): string {
  return base === 'scratch'
    ? `Build it again for ${fcPlatform}.`
    : `The engine has ${base ?? image} for another platform: docker pull --platform ${fcPlatform} ${base ?? image}, then build again.`;
}
