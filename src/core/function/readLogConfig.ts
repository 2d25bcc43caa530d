import type { LogConfig } from './cloudConfig.ts';
import type { PropertyReader } from './propertyReader.ts';

/**
 * `logConfig`. Empty names are how fc3 itself writes that nothing is logged (`src/default/config.ts`); the defaults of a
 * log that is written are the API's (API reference, LogConfig).
 */
export function readLogConfig(props: PropertyReader): 'auto' | LogConfig | undefined {
  const config = props.mapOrAuto('logConfig');
  if (config === undefined || config === 'auto') return config;
  const flags = {
    enableRequestMetrics: config.boolean('enableRequestMetrics') ?? true,
    enableInstanceMetrics: config.boolean('enableInstanceMetrics') ?? false,
    enableLlmMetrics: config.boolean('enableLlmMetrics') ?? false,
    logBeginRule: config.oneOf('logBeginRule', ['DefaultRegex', 'None'], 'invalid-log-config') ?? 'None',
  };
  if (config.isBlank('project', 'logstore')) return undefined;
  const project = config.requiredText('project', 'invalid-log-config');
  const logstore = config.requiredText('logstore', 'invalid-log-config');
  return project === undefined || logstore === undefined ? undefined : { project, logstore, ...flags };
}
