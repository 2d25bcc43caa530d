import type { FindingFix } from '../../shared/finding.ts';
import { exposedPorts, type ExposedPort } from '../exposedPorts.ts';
import { replace, type DockerfileContext, type Rule } from '../rule.ts';

/**
 * EXPOSE names a port and `s.yaml` another. Function Compute does not read EXPOSE (its docs never mention it) and
 * connects to CAPort: if the server listens where EXPOSE says, the start fails with FunctionNotStarted.
 */
export const exposeDiffersFromCaPort: Rule<DockerfileContext> = {
  code: 'expose-differs-from-ca-port',
  check(context) {
    const { spec } = context;
    if (spec === undefined || spec.expressions?.includes('customContainerConfig.port') === true) return [];
    const caPort = spec.container.port;
    const exposed = exposedPorts(context);
    const [port] = exposed;
    if (port === undefined || exposed.some(({ first, last }) => first <= caPort && caPort <= last)) return [];
    const named = port.first === port.last ? String(port.first) : `${port.first}-${port.last}`;
    return [
      {
        severity: 'warning',
        message:
          `EXPOSE ${named}, but the CAPort of ${spec.functionName} is ${caPort}. ` +
          'Function Compute connects to CAPort and does not read EXPOSE.',
        range: port.word.range,
        fixes: [...dockerfileFix(context.file, port, caPort), ...configFix(context, port)],
      },
    ];
  },
};

function dockerfileFix(file: string, { word, source, first, last }: ExposedPort, caPort: number): FindingFix[] {
  if (source !== undefined) return [replace(`Set ${source.name}=${caPort}`, file, source.range, String(caPort))];
  const literal = /^\d+(\/tcp)?$/i.exec(word.value);
  return literal === null || first !== last
    ? []
    : [replace(`Change to EXPOSE ${caPort}`, file, word.range, `${caPort}${literal[1] ?? ''}`)];
}

function configFix({ spec }: DockerfileContext, { first, last }: ExposedPort): FindingFix[] {
  const range = spec?.positions.port;
  if (spec === undefined || range === undefined || first !== last) return [];
  return [replace(`Set CAPort to ${first} in s.yaml`, spec.configFile, range, String(first))];
}
