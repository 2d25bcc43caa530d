import { caPortProblem, defaultCaPort } from '../function/caPort.ts';
import { exposedPorts } from '../lint/exposedPorts.ts';
import { parseDockerfile } from '../lint/parseDockerfile.ts';
import { finalChain } from '../lint/stageChain.ts';

/** Where the server of a Dockerfile probably listens: its last EXPOSE, else Function Compute's default. */
export function guessCaPort(dockerfileText: string): number {
  const dockerfile = parseDockerfile(dockerfileText);
  const [port] = exposedPorts({ dockerfile, chain: finalChain(dockerfile, {}), buildArgs: {} });
  return port === undefined || caPortProblem(port.first) !== undefined ? defaultCaPort : port.first;
}
