import type { HttpTrigger } from './functionSpec.ts';
import type { PropertyReader } from './propertyReader.ts';
import type { SpecFindings } from './specFindings.ts';

/** fc3 `src/schema.json`: ITriggerType, IHttpTriggerConfig. */
const triggerTypes = ['http', 'timer', 'oss', 'log', 'mns_topic', 'cdn_events', 'tablestore', 'eventbridge'];
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'];
const authTypes = ['anonymous', 'function', 'jwt'];

/** The function's first HTTP trigger, if it has one. */
export function readHttpTrigger(props: PropertyReader, findings: SpecFindings): HttpTrigger | undefined {
  let found: HttpTrigger | undefined;
  for (const trigger of props.maps('triggers')) {
    const type = trigger.oneOf('triggerType', triggerTypes, 'invalid-trigger');
    if (type !== 'http') continue;
    const name = trigger.text('triggerName', 'invalid-trigger') ?? 'http';
    const config = trigger.map('triggerConfig');
    const authType = config?.oneOf('authType', authTypes, 'invalid-trigger') ?? 'anonymous';
    const allowed = config?.texts('methods', 'invalid-trigger')?.filter((method) => {
      if (method.includes('${') || methods.includes(method)) return true;
      const list = config.entry('methods')?.node;
      const range = list?.items().find((item) => item.written === method)?.range ?? list?.range;
      const message = `triggerConfig.methods may have ${methods.join(', ')}, not ${method}.`;
      if (range !== undefined) findings.add('invalid-trigger', range, message);
      return false;
    });
    found ??= { name, methods: allowed === undefined || allowed.length === 0 ? methods : allowed, authType };
  }
  return found;
}
