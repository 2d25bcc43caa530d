import type { AsyncDestination, AsyncInvokeConfig } from './cloudConfig.ts';
import { definedOnly } from './definedOnly.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';

/** `asyncInvokeConfig` (fc3 `src/schema.json`; the qualifier is of `src/subCommands/deploy/impl/async_invoke_config.ts`). */
export function readAsyncInvokeConfig(props: PropertyReader): AsyncInvokeConfig {
  const config = props.map('asyncInvokeConfig');
  const { maxAsyncRetryAttempts, maxAsyncEventAgeInSeconds } = platformLimits;
  const destinations = config?.map('destinationConfig');
  return {
    maxAsyncRetryAttempts: config?.number('maxAsyncRetryAttempts', maxAsyncRetryAttempts) ?? 3,
    maxAsyncEventAgeInSeconds: config?.number('maxAsyncEventAgeInSeconds', maxAsyncEventAgeInSeconds) ?? 18000,
    asyncTask: config?.boolean('asyncTask') ?? false,
    qualifier: config?.text('qualifier', 'invalid-async-invoke-config') ?? 'LATEST',
    destinationConfig: definedOnly({
      onSuccess: readDestination(destinations?.map('onSuccess')),
      onFailure: readDestination(destinations?.map('onFailure')),
    }),
  };
}

function readDestination(config: PropertyReader | undefined): AsyncDestination | undefined {
  const destination = config?.text('destination', 'invalid-async-invoke-config');
  return destination === undefined || destination === '' ? undefined : { destination };
}
