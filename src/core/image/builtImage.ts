import type { ImageFacts } from '../ports/containerEngine.ts';

/** An image this workspace built for a function and proved to be linux/amd64. */
export interface BuiltImage extends ImageFacts {
  /** `repository:tag`, as in `s.yaml`. */
  readonly ref: string;
}
