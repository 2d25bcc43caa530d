import type { Finding } from '../shared/finding.ts';
import { runDockerfileRules, runImageRules, runInstanceRules } from '../lint/runRules.ts';
import type { FunctionRecord } from './functionRecord.ts';

/** Everything that can be said on the lines of a function's Dockerfile: its text, its last image, its last failed start. */
export function lintFunction(
  { spec, image, bases, startFailure: failure }: FunctionRecord,
  text: string,
  buildArgs: Readonly<Record<string, string>>,
): readonly Finding[] {
  const input = { dockerfile: { file: spec.dockerfile, text }, spec, buildArgs };
  return [
    ...runDockerfileRules(input),
    ...(image === undefined ? [] : runImageRules({ ...input, image, bases })),
    ...(failure === undefined ? [] : runInstanceRules({ ...input, failure })),
  ];
}
