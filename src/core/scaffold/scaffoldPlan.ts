/** The files of a new function, not yet written. */
export interface ScaffoldPlan {
  readonly functionName: string;
  /** Absolute path of the function's own folder. */
  readonly folder: string;
  /** Absolute path of the `s.yaml` that will declare the function. */
  readonly configFile: string;
  readonly files: readonly PlannedFile[];
}

export interface PlannedFile {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** Reads a file below `media/templates` by its path with `/`. */
export type ReadTemplate = (path: string) => Promise<string>;
