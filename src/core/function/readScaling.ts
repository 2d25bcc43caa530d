import type { CloudConfig, ProvisionConfig } from './cloudConfig.ts';
import { definedOnly } from './definedOnly.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';

export type Scaling = Pick<CloudConfig, 'concurrencyConfig' | 'provisionConfig' | 'scalingConfig'>;

/** How many instances there may be, and how many there always are. Policies over time are left to the platform. */
export function readScaling(props: PropertyReader): Scaling {
  const scaling = props.map('scalingConfig');
  const minInstances = scaling?.number('minInstances', platformLimits.minInstances) ?? 0;
  return definedOnly({
    concurrencyConfig: readConcurrency(props.map('concurrencyConfig')),
    provisionConfig: readProvision(props.map('provisionConfig')),
    scalingConfig: scaling && { minInstances },
  });
}

function readConcurrency(config: PropertyReader | undefined): Scaling['concurrencyConfig'] {
  const reservedConcurrency = config?.number('reservedConcurrency', platformLimits.reservedConcurrency);
  if (reservedConcurrency !== undefined) return { reservedConcurrency };
  if (config?.entry('reservedConcurrency') === undefined)
    config?.complain('reservedConcurrency', 'invalid-scaling', 'is missing.');
  return undefined;
}

function readProvision(config: PropertyReader | undefined): ProvisionConfig | undefined {
  return (
    config && {
      defaultTarget: config.number('defaultTarget', platformLimits.provisionedInstances) ?? 0,
      alwaysAllocateCPU: config.boolean('alwaysAllocateCPU') ?? false,
      alwaysAllocateGPU: config.boolean('alwaysAllocateGPU') ?? false,
    }
  );
}
