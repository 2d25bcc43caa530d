import type { FunctionSpec } from '../../src/core/function/functionSpec.ts';

/** What differs from a plain function; `container` may be given in part. */
export type SpecChanges = Partial<Omit<FunctionSpec, 'container'>> & {
  readonly container?: Partial<FunctionSpec['container']>;
};

/** A function as `s.yaml` declares it with nothing but the required properties. */
export function testSpec({ container, ...changes }: SpecChanges = {}): FunctionSpec {
  return {
    id: '/shop/s.yaml#hello',
    functionName: 'hello',
    resource: 'hello',
    configFile: '/shop/s.yaml',
    dockerfile: '/shop/code/Dockerfile',
    contextFolder: '/shop/code',
    positions: {},
    region: 'cn-hangzhou',
    description: '',
    handler: 'index.handler',
    cpu: 0.35,
    memorySize: 512,
    diskSize: 512,
    timeout: 60,
    instanceConcurrency: 1,
    environmentVariables: {},
    triggers: [],
    internetAccess: true,
    asyncInvokeConfig: {
      maxAsyncRetryAttempts: 3,
      maxAsyncEventAgeInSeconds: 18000,
      asyncTask: false,
      qualifier: 'LATEST',
      destinationConfig: {},
    },
    sessionAffinity: 'NONE',
    instanceIsolationMode: 'SHARE',
    enableLongLiving: false,
    layers: [],
    tracing: false,
    tags: [],
    container: { image: 'hello:1', port: 9000, ...container },
    ...changes,
  };
}
