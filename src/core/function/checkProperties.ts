import type { PropertyReader } from './propertyReader.ts';
import type { SpecFindings } from './specFindings.ts';

/** fc3 `src/schema.json`, properties of `props`. */
const known = new Set(
  (
    'annotations asyncInvokeConfig code concurrencyConfig cpu customContainerConfig customDNS customRuntimeConfig ' +
    'description diskSize enableLongLiving endpoint environmentVariables functionName gpuConfig handler ' +
    'instanceConcurrency instanceIsolationMode instanceLifecycleConfig internetAccess layers logConfig memorySize ' +
    'nasConfig ossMountConfig provisionConfig region resourceGroupId role runtime scalingConfig sessionAffinity ' +
    'sessionAffinityConfig supplement tags timeout tracingConfig triggers vpcBinding vpcConfig'
  ).split(' '),
);

/** What component fc (Function Compute 2.0) wrote elsewhere or otherwise. */
const successors: Readonly<Record<string, string>> = {
  caPort: 'customContainerConfig.port',
  codeUri: 'code',
  initializer: 'instanceLifecycleConfig.initializer',
  initializationTimeout: 'instanceLifecycleConfig.initializer.timeout',
  customHealthCheckConfig: 'customContainerConfig.healthCheckConfig',
  instanceType: 'gpuConfig.gpuType',
  service: 'the properties of function and service directly below props',
  function: 'the properties of function and service directly below props',
  customDomains: 'a resource with component fc3-domain',
};

const containerSuccessors: Readonly<Record<string, string>> = {
  args: 'command (and entrypoint for what was command)',
  caPort: 'customContainerConfig.port',
  webServerMode: 'a server that listens on CAPort (here, false runs the image once for each event)',
};

/** API reference, CustomContainerConfig: left over from Function Compute 2.0. */
const containerObsolete: Readonly<Record<string, string>> = {
  accelerationType: 'every image is accelerated',
  acrInstanceId: 'the name of the image says which instance of Container Registry it is in',
};

/** Properties that have no effect, most of them left over from Function Compute 2.0 or misspelled. */
export function checkProperties(props: PropertyReader, findings: SpecFindings): void {
  for (const { key, keyRange } of props.entries()) {
    if (known.has(key)) continue;
    const meant = [...known].find((name) => name.toLowerCase() === key.toLowerCase());
    const successor = successors[key] ?? meant;
    const severity = successor === undefined ? 'information' : 'warning';
    const message = `Component fc3 does not know ${key}${successor === undefined ? '.' : `: use ${successor}.`}`;
    const fixes = meant === undefined ? [] : [findings.replacement(`Write ${meant}`, keyRange, meant)];
    findings.add('unknown-property', keyRange, message, { severity, fixes });
  }
  for (const { key, keyRange } of props.entry('customContainerConfig')?.node.entries() ?? []) {
    const successor = containerSuccessors[key];
    const reason = containerObsolete[key];
    if (successor !== undefined) {
      const message = `Component fc3 does not know customContainerConfig.${key}: use ${successor}.`;
      findings.add('unknown-property', keyRange, message, { severity: 'warning' });
    }
    if (reason !== undefined) {
      const message = `customContainerConfig.${key} has no effect in Function Compute 3.0: ${reason}.`;
      findings.add('obsolete-property', keyRange, message, { severity: 'information' });
    }
  }
}
