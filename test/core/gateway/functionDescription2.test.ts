import { describe, expect, it } from 'vitest';
import { describeFunction2 } from '../../../src/core/gateway/functionDescription2.ts';
import { gatewayFunction } from './fakeBackend.ts';

describe('A function, told as Function Compute 2.0 did,', () => {
  it('has its port beside its image, and its command as text', () => {
    const found = gatewayFunction({
      initializer: { handler: 'true', timeout: 60 },
      preStop: { handler: 'true', timeout: 10 },
      container: { port: 8080, entrypoint: ['node'], command: ['server.js', '-v'] },
    });
    expect(describeFunction2(found)).toMatchObject({
      functionName: 'hello',
      runtime: 'custom-container',
      caPort: 8080,
      customContainerConfig: { image: 'hello:1', command: '["node"]', args: '["server.js","-v"]' },
      initializer: 'true',
      initializationTimeout: 60,
      instanceLifecycleConfig: { preStop: { handler: 'true', timeout: 10 } },
    });
  });

  it('leaves out what is not declared', () => {
    expect(describeFunction2(gatewayFunction())).not.toHaveProperty('initializer');
  });
});
