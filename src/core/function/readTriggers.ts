import type { FunctionSpec } from './functionSpec.ts';
import type { PropertyReader } from './propertyReader.ts';
import { triggerTypes, type HttpTrigger, type Trigger } from './trigger.ts';

export type Triggers = Pick<FunctionSpec, 'triggers' | 'httpTrigger'>;

/** fc3 `src/schema.json`, IHttpTriggerConfig. */
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'];
const authTypes = ['anonymous', 'function', 'jwt'];

/** `triggers`; fc3's default qualifier is in `src/default/config.ts`. */
export function readTriggers(props: PropertyReader): Triggers {
  const triggers: Trigger[] = [];
  const httpTriggers = new Map<string, HttpTrigger>();
  for (const trigger of props.maps('triggers')) {
    const type = trigger.oneOf('triggerType', triggerTypes, 'invalid-trigger');
    if (trigger.entry('triggerType') === undefined) trigger.complain('triggerType', 'invalid-trigger', 'is missing.');
    if (type === undefined) continue;
    const name = trigger.requiredText('triggerName', 'invalid-trigger') ?? type;
    const qualifier = trigger.text('qualifier', 'invalid-trigger') ?? 'LATEST';
    const config = trigger.map('triggerConfig');
    triggers.push({ name, type, qualifier, config: config?.data() ?? {} });
    if (type !== 'http') continue;
    const earlier = httpTriggers.get(qualifier);
    if (earlier === undefined) httpTriggers.set(qualifier, { name, qualifier, ...readHttpConfig(config) });
    // "Quotas and limits" docs; which version an expression means is not known
    else if (!qualifier.includes('${')) complainOfSecond(trigger, earlier);
  }
  const [httpTrigger] = httpTriggers.values();
  return { triggers, ...(httpTrigger === undefined ? {} : { httpTrigger }) };
}

function complainOfSecond(trigger: PropertyReader, { name, qualifier }: HttpTrigger): void {
  const problem = `is the second http trigger of ${qualifier}: a version or alias has one at most, and ${name} is it.`;
  trigger.complain('triggerType', 'duplicate-http-trigger', problem);
}

function readHttpConfig(config: PropertyReader | undefined): Omit<HttpTrigger, 'name' | 'qualifier'> {
  const allowed = config?.texts('methods', 'invalid-trigger')?.filter((method) => {
    if (method.includes('${') || methods.includes(method)) return true;
    const items = config.entry('methods')?.node.items() ?? [];
    const range = items.find(({ written }) => written === method)?.range;
    config.complain('methods', 'invalid-trigger', `may have ${methods.join(', ')}, not ${method}.`, { range });
    return false;
  });
  return {
    methods: allowed === undefined || allowed.length === 0 ? methods : allowed,
    authType: config?.oneOf('authType', authTypes, 'invalid-trigger') ?? 'anonymous',
    disableURLInternet: config?.boolean('disableURLInternet') ?? false,
  };
}
