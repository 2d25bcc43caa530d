import type { ImageFacts } from '../ports/containerEngine.ts';
import type { Finding, FindingFix, TextRange } from '../shared/finding.ts';
import type { StartFailure } from '../shared/startFailure.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';
import type { ParsedDockerfile, Stage } from './parsedDockerfile.ts';
import type { BuildArgs } from './variables.ts';

/** One thing that can be wrong: a stable code and a check that never throws on any text. */
export interface Rule<Context> {
  readonly code: string;
  readonly check: (context: Context) => readonly RuleFinding[];
}

/** A finding before it knows its rule and file. */
export type RuleFinding = Omit<Finding, 'code' | 'file' | 'fixes'> & { readonly fixes?: readonly FindingFix[] };

/** What rules about the Dockerfile alone look at. */
export interface DockerfileContext {
  /** Absolute path of the Dockerfile. */
  readonly file: string;
  readonly dockerfile: ParsedDockerfile;
  /** The final stage and the stages it is built on; empty while there is no `FROM`. */
  readonly chain: readonly Stage[];
  readonly buildArgs: BuildArgs;
  /** The function built from it; absent for a Dockerfile no `s.yaml` mentions yet. */
  readonly spec?: FunctionSpec;
}

/** What rules about a built image look at. */
export interface ImageContext extends DockerfileContext {
  readonly image: ImageFacts;
  /** What is known of the images in `FROM`, by their name with variables replaced. */
  readonly bases: ReadonlyMap<string, ImageFacts>;
}

/** What rules about a failed start look at. */
export interface InstanceContext extends DockerfileContext {
  readonly failure: StartFailure;
}

/** A fix of one edit. */
export function replace(title: string, file: string, range: TextRange, newText: string): FindingFix {
  return { title, file, edits: [{ range, newText }] };
}
