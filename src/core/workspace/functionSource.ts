/** A place in the workspace that declares functions, or a folder that could. */
export interface FunctionSource {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Absolute path of `s.yaml`/`s.yml`; absent for a folder that only has a Dockerfile and may be adopted. */
  readonly configFile?: string;
  /** Absolute path of the Dockerfile beside it, when there is one. */
  readonly dockerfile?: string;
}
