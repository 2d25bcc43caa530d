import type { TextRange } from '../shared/finding.ts';
import { checkProperties } from './checkProperties.ts';
import type { ConfigEntry } from './configNode.ts';
import { dockerfileLocation } from './dockerfileLocation.ts';
import { functionNameProblem } from './functionName.ts';
import type { FunctionSpec, SpecPosition } from './functionSpec.ts';
import { platformLimits } from './platformLimits.ts';
import { PropertyReader } from './propertyReader.ts';
import { readCloudConfig } from './readCloudConfig.ts';
import { readComputeResources } from './readComputeResources.ts';
import { readContainerConfig } from './readContainerConfig.ts';
import { readEnvironmentVariables } from './readEnvironmentVariables.ts';
import { readLifecycleHooks } from './readLifecycleHooks.ts';
import { readTriggers } from './readTriggers.ts';
import { defaultRegion, regions } from './regions.ts';
import type { SpecFindings } from './specFindings.ts';

/**
 * Reads one resource that is a custom-container function; `undefined` when it has no name to know it by.
 * @param fileAccess `access` of the whole file
 */
export function readFunctionSpec(
  configFile: string,
  resource: ConfigEntry,
  findings: SpecFindings,
  fileAccess?: string,
): FunctionSpec | undefined {
  const expressions: string[] = [];
  const propsEntry = resource.node.entry('props');
  const complainAt = propsEntry?.keyRange ?? resource.keyRange;
  const props = new PropertyReader({ map: propsEntry?.node, path: '', complainAt, findings, expressions });
  checkProperties(props, findings);

  const functionName = readName(props, findings, complainAt);
  const spec = {
    region: readRegion(props, findings, complainAt),
    description: props.text('description') ?? '',
    // the platform requires one; fc3 sends this when there is none (`replace-function-config.ts`)
    handler: props.text('handler') ?? 'handler',
    ...readComputeResources(props, findings),
    timeout: props.number('timeout', platformLimits.timeout) ?? 3,
    instanceConcurrency: props.number('instanceConcurrency', platformLimits.instanceConcurrency) ?? 1,
    environmentVariables: readEnvironmentVariables(props, findings),
    ...readLifecycleHooks(props, findings),
    container: readContainerConfig(props, findings, complainAt),
    ...readTriggers(props),
    ...readCloudConfig(props),
  };
  const role = props.text('role');
  const access = resource.node.get('access')?.written ?? fileAccess;
  if (functionName === undefined) return undefined;
  return {
    id: `${configFile}#${resource.key}`,
    functionName,
    resource: resource.key,
    configFile,
    ...dockerfileLocation(configFile, resource.node, propsEntry?.node),
    positions: positionsOf(resource, props),
    ...spec,
    ...(role === undefined || role === '' ? {} : { role }),
    ...(access === undefined || access === '' ? {} : { access }),
    ...(expressions.length === 0 ? {} : { expressions: [...new Set(expressions)] }),
  };
}

function readName(props: PropertyReader, findings: SpecFindings, complainAt: TextRange): string | undefined {
  const name = props.text('functionName', 'invalid-function-name');
  if (name === undefined || name === '') {
    const written = props.entry('functionName');
    const complainedAlready = written?.node.kind === 'map' || written?.node.kind === 'list';
    if (!complainedAlready)
      findings.add('missing-function-name', written?.keyRange ?? complainAt, 'functionName is missing.');
    return undefined;
  }
  const problem = name.includes('${') ? undefined : functionNameProblem(name);
  const range = props.entry('functionName')?.node.range;
  if (problem !== undefined && range !== undefined) findings.add('invalid-function-name', range, problem);
  return name;
}

function readRegion(props: PropertyReader, findings: SpecFindings, complainAt: TextRange): string {
  const region = props.text('region');
  const entry = props.entry('region');
  if (region === undefined || region === '') {
    const message = `region is missing: where the function runs, e.g. ${defaultRegion}.`;
    findings.add('missing-region', entry?.keyRange ?? complainAt, message);
    return defaultRegion;
  }
  if (!region.includes('${') && !regions.includes(region) && entry !== undefined) {
    const message = `Serverless Devs knows no region ${region}. Regions are ${regions.join(', ')}.`;
    findings.add('unknown-region', entry.node.range, message, { severity: 'warning' });
  }
  return region;
}

function positionsOf(resource: ConfigEntry, props: PropertyReader): FunctionSpec['positions'] {
  const container = props.entry('customContainerConfig');
  const ranges: Record<SpecPosition, TextRange | undefined> = {
    resource: resource.keyRange,
    functionName: props.entry('functionName')?.node.range,
    image: container?.node.get('image')?.range,
    port: container?.node.get('port')?.range,
    memorySize: props.entry('memorySize')?.node.range,
    cpu: props.entry('cpu')?.node.range,
    timeout: props.entry('timeout')?.node.range,
    customContainerConfig: container?.keyRange,
  };
  return Object.fromEntries(Object.entries(ranges).filter(([, range]) => range !== undefined));
}
