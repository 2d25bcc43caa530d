import { fcPlatform, type ImageFacts } from '../ports/containerEngine.ts';
import { FcError } from '../shared/fcError.ts';

/** Whether the platform can run an image of this architecture (docs: custom container overview, only AMD64). */
export function isFcPlatform(facts: Pick<ImageFacts, 'os' | 'architecture'>): boolean {
  return `${facts.os}/${facts.architecture}` === fcPlatform;
}

/** @throws FcError `ImageNotAmd64`, naming the fix */
export function requireFcPlatform(facts: ImageFacts, ref: string): void {
  if (isFcPlatform(facts)) return;
  throw new FcError(
    'ImageNotAmd64',
    `${ref} is ${facts.os}/${facts.architecture}. Function Compute runs linux/amd64 only.`,
    {
      hint: 'Pull the base image for amd64 (docker pull --platform linux/amd64 …), remove any other --platform from FROM, and build again.',
    },
  );
}
