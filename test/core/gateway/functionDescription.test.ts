import { Function as FcFunction } from '@alicloud/fc20230330';
import { describe, expect, it } from 'vitest';
import { describeFunction } from '../../../src/core/gateway/functionDescription.ts';
import { gatewayFunction } from './fakeBackend.ts';

const described = (...changes: Parameters<typeof gatewayFunction>): Record<string, unknown> =>
  describeFunction(gatewayFunction(...changes), '1234567890123456') as Record<string, unknown>;

describe('A function, told as the API does,', () => {
  it('has what s.yaml declares, by the names of the API', () => {
    const healthCheck = {
      ...{ httpGetUrl: '/healthz', initialDelaySeconds: 0, periodSeconds: 3, timeoutSeconds: 1 },
      ...{ failureThreshold: 3, successThreshold: 1 },
    };
    const all = described(
      {
        role: 'acs:ram::1:role/r',
        environmentVariables: { KEY: 'value' },
        initializer: { handler: 'true', timeout: 60 },
        gpu: { type: 'fc.gpu.tesla.1', memorySize: 16384 },
        layers: ['acs:fc:cn-hangzhou:1:layers/a/versions/1'],
        nasConfig: { userId: 0, groupId: 0, mountPoints: [] },
        container: { image: 'registry:5000/ns/hello:1', command: ['server.js'], entrypoint: ['node'], healthCheck },
      },
      { imageId: 'sha256:abc' },
    );
    expect(all).toMatchObject({
      functionName: 'hello',
      functionArn: 'acs:fc:cn-hangzhou:1234567890123456:functions/hello',
      runtime: 'custom-container',
      environmentVariables: { KEY: 'value' },
      instanceLifecycleConfig: { initializer: { handler: 'true', timeout: 60 } },
      gpuConfig: { gpuType: 'fc.gpu.tesla.1', gpuMemorySize: 16384 },
      layers: [{ arn: 'acs:fc:cn-hangzhou:1:layers/a/versions/1' }],
      nasConfig: { userId: 0, groupId: 0, mountPoints: [] },
      customContainerConfig: {
        image: 'registry:5000/ns/hello:1',
        resolvedImageUri: 'registry:5000/ns/hello@sha256:abc',
        port: 9000,
        entrypoint: ['node'],
        command: ['server.js'],
        healthCheckConfig: healthCheck,
      },
      lastModifiedTime: '2025-01-01T00:00:00.000Z',
    });
  });

  it('has no property the official SDK does not know', () => {
    const known = Object.values(FcFunction.names() as Record<string, string>);
    expect(Object.keys(described()).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('leaves open what is decided when it is deployed', () => {
    const all = described({
      logConfig: 'auto',
      nasConfig: 'auto',
      vpcConfig: { vpcId: 'vpc-1', vSwitchIds: 'auto', securityGroupId: 'auto' },
    });
    expect(all).not.toHaveProperty('logConfig');
    expect(all).not.toHaveProperty('nasConfig');
    expect(all).not.toHaveProperty('vpcConfig');
  });

  it('does not tell the credentials of a registry', () => {
    const authConfig = { userName: 'registry-user', hasCredentials: true };
    expect(JSON.stringify(described({ container: { registryConfig: { authConfig } } }))).not.toContain('registry-user');
  });
});
