/**
 * What a cold start was made of, in milliseconds (docs: instance events; cold start = code or image, container, runtime
 * initialization, initializer). Phases that did not happen are 0.
 */
export interface ColdStart {
  /** Looking the image up on the engine. */
  readonly imageMs: number;
  /** Fetching it from its registry; 0 when it was there. */
  readonly pullMs: number;
  readonly createMs: number;
  readonly startMs: number;
  /** From the started container to an open CAPort, health check included. */
  readonly portMs: number;
  readonly initializerMs: number;
  /** From the first phase to the end of the last. */
  readonly totalMs: number;
}
