import { definedOnly } from './definedOnly.ts';
import type { FunctionSpec, Initializer } from './functionSpec.ts';
import type { NumberRule } from './numberRule.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';
import type { SpecFindings } from './specFindings.ts';

export type LifecycleHooks = Pick<FunctionSpec, 'initializer' | 'preStop'>;

interface HookRules {
  readonly timeout: NumberRule;
  /** What is wrong with a command in the place of a handler. */
  readonly commandProblem: string | undefined;
}

/** `instanceLifecycleConfig`. In a container the handler only says that there is a hook; any text does. */
export function readLifecycleHooks(props: PropertyReader, findings: SpecFindings): LifecycleHooks {
  const config = props.map('instanceLifecycleConfig');
  const onGpu = props.entry('gpuConfig') !== undefined;
  const initializer = readHook(config, 'initializer', findings, {
    timeout: platformLimits.initializerTimeout,
    commandProblem: onGpu
      ? undefined
      : 'runs in GPU functions only: write handler: "true" and answer POST /initialize.',
  });
  const preStop = readHook(config, 'preStop', findings, {
    timeout: platformLimits.preStopTimeout,
    commandProblem: 'is never run: write handler: "true" and answer GET /pre-stop.',
  });
  return definedOnly({ initializer, preStop: preStop?.command === undefined ? preStop : undefined });
}

function readHook(
  config: PropertyReader | undefined,
  name: 'initializer' | 'preStop',
  findings: SpecFindings,
  { timeout: timeoutRule, commandProblem }: HookRules,
): Initializer | undefined {
  const hook = config?.map(name);
  if (hook === undefined) return undefined;
  const handler = hook.text('handler', 'invalid-lifecycle-hook') ?? '';
  // 3 seconds: fc3 `src/resources/fc/impl/replace-function-config.ts`
  const timeout = hook.number('timeout', timeoutRule) ?? 3;
  const command = readCommand(hook);
  const range = hook.entry('command')?.keyRange;
  if (handler !== '') {
    // refused by the same file of fc3
    const problem = 'cannot stand beside a handler: write one of the two.';
    if (command !== undefined) hook.complain('command', 'invalid-lifecycle-hook', problem, { range });
    return { handler, timeout };
  }
  if (command !== undefined) {
    // "Lifecycle hooks" docs
    if (commandProblem !== undefined)
      hook.complain('command', 'invalid-lifecycle-hook', commandProblem, { range, severity: 'warning' });
    return { handler, command, timeout };
  }
  complainOfNothing(hook, findings);
  return undefined;
}

/** A hook that names nothing to call. */
function complainOfNothing(hook: PropertyReader, findings: SpecFindings): void {
  // an empty command beside an empty handler switches the hook off ("Lifecycle hooks" docs)
  const written = hook.entry('handler');
  const alreadyFound = written?.node.kind === 'map' || written?.node.kind === 'list';
  if (alreadyFound || hook.entry('command') !== undefined) return;
  hook.complain('handler', 'invalid-lifecycle-hook', 'must be a text that is not empty: write "true".', {
    fixes: written?.node.kind === 'text' ? [findings.replacement('Write "true"', written.node.range, '"true"')] : [],
  });
}

/** A program and its arguments; `undefined` when there is none. */
function readCommand(hook: PropertyReader): readonly string[] | undefined {
  if (hook.isBlank('command')) return undefined;
  const command = hook.texts('command', 'invalid-lifecycle-hook', '["/bin/sh", "-c", "echo hello"]') ?? [];
  return command.length === 0 ? undefined : command;
}
