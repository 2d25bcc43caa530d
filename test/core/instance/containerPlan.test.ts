import { describe, expect, it } from 'vitest';
import { containerPlan } from '../../../src/core/instance/containerPlan.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

const planOf = (changes: SpecChanges = {}): ReturnType<typeof containerPlan> =>
  containerPlan({
    spec: testSpec(changes),
    instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
    hostPort: 9001,
    accountId: '42',
    owner: { processId: 7, host: 'desk' },
  });

describe('What the engine is asked for', () => {
  it('is what the function is declared with', () => {
    expect(planOf({ memorySize: 1024, cpu: 2, container: { port: 8080, image: 'shop/hello:2' } })).toMatchObject({
      name: 'fc-hello-bc50f7839399',
      image: 'shop/hello:2',
      port: { container: 8080, host: 9001 },
      memoryBytes: 1024 ** 3,
      cpus: 2,
    });
  });

  it("leaves the image's start command alone, unless s.yaml replaces it", () => {
    expect(planOf()).not.toHaveProperty('entrypoint');
    expect(planOf()).not.toHaveProperty('command');
    const container = { entrypoint: ['python3'], command: [] };
    expect(planOf({ container })).toMatchObject(container);
  });

  it('has the platform variables, with the port and the id of this instance', () => {
    expect(planOf({ environmentVariables: { GREETING: 'hi', FC_REGION: 'mars' } }).environment).toMatchObject({
      GREETING: 'hi',
      FC_REGION: 'cn-hangzhou',
      FC_CUSTOM_LISTEN_PORT: '9000',
      FC_INSTANCE_ID: 'c-65b764db-15fa2aa8-bc50f7839399',
      FC_ACCOUNT_ID: '42',
    });
  });

  it('carries who started it and for what, so that it can be found again', () => {
    expect(planOf().labels).toEqual({
      'fc-containers.managed': 'true',
      'fc-containers.function-id': '/shop/s.yaml#hello',
      'fc-containers.function-name': 'hello',
      'fc-containers.instance-id': 'c-65b764db-15fa2aa8-bc50f7839399',
      'fc-containers.owner-process': '7',
      'fc-containers.owner-host': 'desk',
    });
  });
});
