import type { LifecycleHook } from './functionSpec.ts';
import type { NumberRule } from './numberRule.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';
import type { SpecFindings } from './specFindings.ts';

export interface LifecycleHooks {
  readonly initializer?: LifecycleHook;
  readonly preStop?: LifecycleHook;
}

/** `instanceLifecycleConfig`. In a container the handler only says that there is a hook; any text does. */
export function readLifecycleHooks(props: PropertyReader, findings: SpecFindings): LifecycleHooks {
  const config = props.map('instanceLifecycleConfig');
  const initializer = readHook(config, 'initializer', platformLimits.initializerTimeout, findings);
  const preStop = readHook(config, 'preStop', platformLimits.preStopTimeout, findings);
  return { ...(initializer === undefined ? {} : { initializer }), ...(preStop === undefined ? {} : { preStop }) };
}

function readHook(
  config: PropertyReader | undefined,
  name: 'initializer' | 'preStop',
  timeoutRule: NumberRule,
  findings: SpecFindings,
): LifecycleHook | undefined {
  const hook = config?.map(name);
  if (hook === undefined) return undefined;
  const handler = hook.text('handler', 'invalid-lifecycle-hook') ?? '';
  // 3 seconds: fc3 `src/resources/fc/impl/replace-function-config.ts`
  const timeout = hook.number('timeout', timeoutRule) ?? 3;
  if (handler !== '') return { handler, timeout };
  // `command` runs a program instead (GPU functions), and an empty one beside an empty handler switches the hook off
  // ("Lifecycle hooks" docs): neither is a call to the container's server
  const written = hook.entry('handler');
  const alreadyFound = written?.node.kind === 'map' || written?.node.kind === 'list';
  if (alreadyFound || hook.entry('command') !== undefined) return undefined;
  const range = written?.node.range ?? config?.entry(name)?.keyRange;
  const message = `instanceLifecycleConfig.${name}.handler must be a text that is not empty: write "true".`;
  if (range !== undefined)
    findings.add('invalid-lifecycle-hook', range, message, {
      fixes: written?.node.kind === 'text' ? [findings.replacement('Write "true"', range, '"true"')] : [],
    });
  return undefined;
}
