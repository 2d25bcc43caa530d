import { definedOnly } from './definedOnly.ts';
import type { RegistryConfig } from './functionSpec.ts';
import type { PropertyReader } from './propertyReader.ts';

/** `customContainerConfig.registryConfig` (fc3 `src/schema.json`, IRegistryConfig). */
export function readRegistryConfig(container: PropertyReader): RegistryConfig | undefined {
  const config = container.map('registryConfig');
  if (config === undefined) return undefined;
  return definedOnly({
    authConfig: readAuth(config.map('authConfig')),
    certConfig: readCertificate(config.map('certConfig')),
    networkConfig: readNetwork(config.map('networkConfig')),
  });
}

function readAuth(auth: PropertyReader | undefined): RegistryConfig['authConfig'] {
  if (auth === undefined) return undefined;
  const userName = auth.text('userName', 'invalid-registry');
  const hasPassword = auth.secret('password', 'invalid-registry');
  return definedOnly({ userName, hasCredentials: hasPassword && userName !== undefined && userName !== '' });
}

function readCertificate(certificate: PropertyReader | undefined): RegistryConfig['certConfig'] {
  return (
    certificate && {
      insecure: certificate.boolean('insecure') ?? false,
      hasRootCaCert: certificate.secret('rootCaCertBase64', 'invalid-registry'),
    }
  );
}

function readNetwork(network: PropertyReader | undefined): RegistryConfig['networkConfig'] {
  return (
    network &&
    definedOnly({
      vpcId: network.text('vpcId', 'invalid-registry'),
      vSwitchId: network.text('vSwitchId', 'invalid-registry'),
      securityGroupId: network.text('securityGroupId', 'invalid-registry'),
    })
  );
}
