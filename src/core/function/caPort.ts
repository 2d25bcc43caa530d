import { platformLimits } from './platformLimits.ts';

/** Where Function Compute expects the server when `customContainerConfig.port` is not written (custom container docs). */
export const defaultCaPort = 9000;

/** What is wrong with a CAPort, as a sentence; `undefined` when it may be used. */
export function caPortProblem(port: number): string | undefined {
  const { least, most } = platformLimits.port;
  return Number.isInteger(port) && port >= least && port <= most
    ? undefined
    : `CAPort must be a whole number from ${least} to ${most}.`;
}
