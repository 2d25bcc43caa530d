import { parseDockerfile } from '../lint/parseDockerfile.ts';

/** Every Dockerfile takes these without declaring them (Dockerfile reference, predefined ARGs). */
const predefined = /^(?:https?|ftp|all|no)_proxy$/i;

/**
 * The build arguments this Dockerfile takes. Settings hold for every function: an argument meant for another one would
 * be answered with the builder's “were not consumed”.
 */
export function declaredBuildArgs(
  dockerfileText: string,
  buildArgs: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { globalArgs, stages } = parseDockerfile(dockerfileText);
  const inStages = stages.flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === 'ARG'));
  const declared = new Set(
    [...globalArgs, ...inStages.flatMap(({ assignments }) => assignments)].map(({ name }) => name),
  );
  return Object.fromEntries(Object.entries(buildArgs).filter(([name]) => declared.has(name) || predefined.test(name)));
}
