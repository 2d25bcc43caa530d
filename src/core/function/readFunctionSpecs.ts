import type { Finding } from '../shared/finding.ts';
import { parseConfig } from './configDocument.ts';
import type { ConfigEntry, ConfigNode } from './configNode.ts';
import { isFc3 } from './dockerfileLocation.ts';
import type { FunctionSpec } from './functionSpec.ts';
import { readFunctionSpec } from './readFunctionSpec.ts';
import { SpecFindings } from './specFindings.ts';

export interface FunctionSpecs {
  readonly specs: readonly FunctionSpec[];
  /** In the order of the text. */
  readonly findings: readonly Finding[];
}

/** What fc3 says about runtimes that run a container image; only the first one is a custom container function. */
const containerRuntime = 'custom-container';

/**
 * Every custom-container function an `s.yaml` declares, and what is wrong with it. Never throws: a function that can be
 * named is there even while its file is being typed, with defaults for what cannot be used.
 */
export function readFunctionSpecs(configFile: string, text: string): FunctionSpecs {
  const findings = new SpecFindings(configFile);
  const { root, problems } = parseConfig(text);
  for (const { code, range, message } of problems)
    findings.add(code, range, message, { severity: code === 'several-documents' ? 'warning' : 'error' });

  const specs = (root?.get('resources')?.entries() ?? [])
    .filter((resource) => isContainerFunction(resource, findings))
    .flatMap((resource) => readFunctionSpec(configFile, resource, findings, root?.get('access')?.written) ?? []);
  checkDuplicates(specs, findings);
  if (root !== undefined) checkOldFormat(root, findings);
  // what half a file lacks is no news, nor what one that says `extend` may have from elsewhere
  const partial = problems.some(({ code }) => code === 'yaml-syntax') || isExtension(root);
  return { specs, findings: findings.findings.filter(({ code }) => !partial || !code.startsWith('missing-')) };
}

/** `extend` takes the rest of a file or resource from another one (Serverless Devs, docs/zh/extend.md). */
function isExtension(root: ConfigNode | undefined): boolean {
  const resources = root?.get('resources')?.entries() ?? [];
  return [root, ...resources.map(({ node }) => node)].some((node) => node?.get('extend') !== undefined);
}

function isContainerFunction({ node, keyRange }: ConfigEntry, findings: SpecFindings): boolean {
  const props = node.get('props');
  if (!isFc3(node.get('component')?.written ?? '')) return false;
  const runtime = props?.entry('runtime');
  if (runtime?.node.written === containerRuntime) return true;
  const container = props?.entry('customContainerConfig');
  if (container === undefined) return false;
  const loosely = runtime?.node.written.toLowerCase().replace(/[\s_]/g, '-') ?? '';
  if (loosely !== '' && loosely !== containerRuntime) return false;
  findings.add(
    'missing-runtime',
    runtime === undefined ? keyRange : runtime.node.range,
    `A function with customContainerConfig needs runtime: ${containerRuntime}.`,
    {
      fixes:
        runtime === undefined
          ? []
          : [findings.replacement(`Write ${containerRuntime}`, runtime.node.range, containerRuntime)],
    },
  );
  return true;
}

function checkDuplicates(specs: readonly FunctionSpec[], findings: SpecFindings): void {
  const first = new Map<string, FunctionSpec>();
  for (const spec of specs) {
    const key = `${spec.region} ${spec.functionName}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, spec);
    else if (spec.positions.functionName !== undefined)
      findings.add(
        'duplicate-function-name',
        spec.positions.functionName,
        `${spec.functionName} is also declared by the resource ${earlier.resource}: each deploy would replace the other.`,
      );
  }
}

/** Edition 1.0.0 files for component fc: nothing in them is shown, and their owner should know why. */
function checkOldFormat(root: ConfigNode, findings: SpecFindings): void {
  for (const { node } of root.get('services')?.entries() ?? []) {
    const component = node.get('component');
    if (!/^(?:devsapp\/)?fc(?:@.*)?$/.test(component?.written ?? '') || component === undefined) continue;
    if (node.get('props')?.get('function')?.get('runtime')?.written !== containerRuntime) continue;
    const message =
      'This function is written for Function Compute 2.0 (component fc). Functions of component fc3 are read here: ' +
      '`s cli fc3 s2tos3` converts the file.';
    findings.add('fc2-config', component.range, message, { severity: 'information' });
  }
}
