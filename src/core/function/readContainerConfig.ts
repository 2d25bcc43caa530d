import type { TextRange } from '../shared/finding.ts';
import { defaultCaPort } from './caPort.ts';
import { definedOnly } from './definedOnly.ts';
import type { ContainerConfig, HealthCheck } from './functionSpec.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';
import { readRegistryConfig } from './readRegistryConfig.ts';
import type { SpecFindings } from './specFindings.ts';

/** `repository:tag` or `repository@digest` as the engine takes it; the registry may have a port. */
const imageRule =
  /^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$/;

/** What a list for a start command looks like. */
const startCommand = '["node", "server.js"]';

/** `customContainerConfig`; `resource` is where to complain when there is none. */
export function readContainerConfig(
  props: PropertyReader,
  findings: SpecFindings,
  resource: TextRange,
): ContainerConfig {
  const entry = props.entry('customContainerConfig');
  const config = props.map('customContainerConfig');
  const image = config?.text('image')?.trim() ?? '';
  if (image === '') {
    const range = config?.entry('image')?.node.range ?? entry?.keyRange ?? resource;
    const message =
      'customContainerConfig.image is missing: the name the image is built and deployed with, ' +
      'e.g. registry.cn-hangzhou.aliyuncs.com/your-namespace/your-function:v1.';
    const complainedAlready = entry !== undefined && entry.node.kind !== 'nothing' && config === undefined;
    if (!complainedAlready) findings.add('missing-image', range, message);
  } else if (!image.includes('${') && !imageRule.test(image)) {
    const range = config?.entry('image')?.node.range ?? resource;
    const message = `${image} is not an image name: registry/namespace/repository:tag, the repository in lower case.`;
    findings.add('invalid-image', range, message);
  }

  const port = config?.number('port', platformLimits.port) ?? defaultCaPort;
  const entrypoint = config?.texts('entrypoint', 'invalid-start-command', startCommand) ?? [];
  const command = config?.texts('command', 'invalid-start-command', startCommand) ?? [];
  return definedOnly({
    image,
    port,
    entrypoint: entrypoint.length === 0 ? undefined : entrypoint,
    command: command.length === 0 ? undefined : command,
    healthCheck: readHealthCheck(config, findings),
    webServerMode: config?.boolean('webServerMode'),
    registryConfig: config && readRegistryConfig(config),
  });
}

/** "Instance health check" docs. Without an URL there is no check. */
function readHealthCheck(config: PropertyReader | undefined, findings: SpecFindings): HealthCheck | undefined {
  const check = config?.map('healthCheckConfig');
  if (check === undefined) return undefined;
  const httpGetUrl = check.text('httpGetUrl', 'invalid-health-check');
  const numbers = {
    initialDelaySeconds: check.number('initialDelaySeconds', platformLimits.initialDelaySeconds) ?? 0,
    periodSeconds: check.number('periodSeconds', platformLimits.periodSeconds) ?? 3,
    timeoutSeconds: check.number('timeoutSeconds', platformLimits.timeoutSeconds) ?? 1,
    failureThreshold: check.number('failureThreshold', platformLimits.failureThreshold) ?? 3,
    successThreshold: check.number('successThreshold', platformLimits.successThreshold) ?? 1,
  };
  if (httpGetUrl !== undefined && (httpGetUrl.includes('${') || (/^\//.test(httpGetUrl) && httpGetUrl.length <= 2048)))
    return { httpGetUrl, ...numbers };
  const range = check.entry('httpGetUrl')?.node.range ?? config?.entry('healthCheckConfig')?.keyRange;
  const message = 'healthCheckConfig.httpGetUrl must be a path that begins with "/", 2048 characters at most.';
  if (range !== undefined) findings.add('invalid-health-check', range, message);
  return undefined;
}
