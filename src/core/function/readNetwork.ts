import type { CloudConfig, CustomDns, VpcConfig } from './cloudConfig.ts';
import { definedOnly } from './definedOnly.ts';
import type { PropertyReader } from './propertyReader.ts';

export type Network = Pick<CloudConfig, 'internetAccess' | 'vpcConfig' | 'vpcBinding' | 'customDNS'>;

/** What the function reaches, and from where it is reached. */
export function readNetwork(props: PropertyReader): Network {
  const vpcIds = props.map('vpcBinding')?.texts('vpcIds', 'invalid-network') ?? [];
  return definedOnly({
    internetAccess: props.boolean('internetAccess') ?? true,
    vpcConfig: readVpc(props),
    vpcBinding: vpcIds.length === 0 ? undefined : { vpcIds },
    customDNS: readDns(props.map('customDNS')),
  });
}

/** The whole may be `auto`, and so may parts of it (fc3 `src/utils/index.ts`, isAutoVpcConfig). */
function readVpc(props: PropertyReader): 'auto' | VpcConfig | undefined {
  const config = props.mapOrAuto('vpcConfig');
  if (config === undefined || config === 'auto') return config;
  if (config.isBlank('vpcId', 'securityGroupId')) return undefined;
  const vpcId = config.requiredText('vpcId', 'invalid-network');
  const securityGroupId = config.requiredText('securityGroupId', 'invalid-network');
  const vSwitchIds = readSwitches(config);
  if (vpcId === undefined || securityGroupId === undefined) return undefined;
  return { vpcId, vSwitchIds, securityGroupId };
}

function readSwitches(config: PropertyReader): VpcConfig['vSwitchIds'] {
  const written = config.entry('vSwitchIds')?.node;
  if (written?.kind === 'text' && written.written.toLowerCase() === 'auto') return 'auto';
  const ids = config.texts('vSwitchIds', 'invalid-network', '["vsw-1"], or auto');
  if (ids?.length === 0 || written === undefined)
    config.complain('vSwitchIds', 'invalid-network', 'is missing: auto, or a list of texts.');
  return ids ?? [];
}

/** "Custom DNS" docs: the lines of `resolv.conf`, where an option may have no value. */
function readDns(config: PropertyReader | undefined): CustomDns | undefined {
  if (config === undefined) return undefined;
  return {
    nameServers: config.texts('nameServers', 'invalid-network') ?? [],
    searches: config.texts('searches', 'invalid-network') ?? [],
    dnsOptions: config.maps('dnsOptions').flatMap((option) => {
      const name = option.requiredText('name', 'invalid-network');
      const value = option.text('value', 'invalid-network') ?? '';
      return name === undefined ? [] : [{ name, value }];
    }),
  };
}
