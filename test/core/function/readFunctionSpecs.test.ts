import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { configFile, configWith, marked } from './configText.ts';

const read = (text: string) => readFunctionSpecs(configFile, text);
const folder = '/ws/shop';

describe('a function in s.yaml', () => {
  it('is deployed with the credentials of its resource, else of its file', () => {
    const text = configWith('').replace(/^resources:/m, 'access: mine\nresources:');
    expect(read(text).specs[0]?.access).toBe('mine');
    expect(read(text.replace(/^( +)component:/m, '$1access: ours\n$1component:')).specs[0]?.access).toBe('ours');
    expect(read(configWith('')).specs[0]).not.toHaveProperty('access');
  });

  it('has defaults for everything it does not say', () => {
    const { specs, findings } = read(configWith(''));
    expect(findings).toEqual([]);
    expect(specs).toHaveLength(1);
    expect(specs[0]).toMatchObject({
      id: `${configFile}#hello`,
      functionName: 'hello',
      resource: 'hello',
      configFile,
      dockerfile: join(folder, 'Dockerfile'),
      contextFolder: folder,
      region: 'cn-hangzhou',
      description: '',
      handler: 'handler',
      cpu: 0.35,
      memorySize: 512,
      diskSize: 512,
      timeout: 3,
      instanceConcurrency: 1,
      environmentVariables: {},
      container: { image: 'shop/hello:v1', port: 9000 },
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
    });
    const absent =
      'role gpu initializer preStop httpTrigger expressions logConfig vpcConfig vpcBinding customDNS nasConfig ' +
      'ossMountConfig concurrencyConfig provisionConfig scalingConfig sessionAffinityConfig resourceGroupId ' +
      'annotations endpoint container.registryConfig';
    for (const name of absent.split(' ')) expect(specs[0]).not.toHaveProperty(name);
  });

  it('says everything a container can be told, through variables, anchors and merges', () => {
    const text = readFileSync(join(import.meta.dirname, '../../fixtures/functions/complete.s.yaml'), 'utf8');
    const { specs, findings } = read(text);
    expect(findings).toEqual([]);
    expect(specs.map(({ functionName }) => functionName)).toEqual(['orders-dev', 'resize']);
    expect(specs[0]).toMatchObject({
      dockerfile: join(folder, 'services/orders/Dockerfile.prod'),
      contextFolder: folder,
      region: 'cn-shanghai',
      description: 'Takes orders',
      handler: 'index.handler',
      cpu: 1,
      memorySize: 2048,
      diskSize: 10240,
      timeout: 120,
      instanceConcurrency: 20,
      environmentVariables: { LOG_LEVEL: 'debug', TZ: 'Asia/Shanghai' },
      role: 'acs:ram::1234567890123456:role/orders',
      initializer: { handler: 'true', timeout: 60 },
      preStop: { handler: 'true', timeout: 3 },
      container: {
        image: 'registry.cn-shanghai.aliyuncs.com/shop/orders:1.2.3',
        port: 8080,
        entrypoint: ['node'],
        command: ['server.js', '--verbose'],
        healthCheck: {
          httpGetUrl: '/healthz',
          initialDelaySeconds: 0,
          periodSeconds: 10,
          timeoutSeconds: 1,
          failureThreshold: 3,
          successThreshold: 1,
        },
      },
      triggers: [
        {
          name: 'nightly',
          type: 'timer',
          qualifier: 'LATEST',
          config: { cronExpression: '0 0 8 * * *', enable: true },
        },
        { name: 'web', type: 'http', qualifier: 'live', config: { authType: 'function', methods: ['GET', 'POST'] } },
      ],
      httpTrigger: {
        name: 'web',
        qualifier: 'live',
        methods: ['GET', 'POST'],
        authType: 'function',
        disableURLInternet: true,
      },
      internetAccess: false,
      logConfig: 'auto',
      vpcConfig: { vpcId: 'vpc-1', vSwitchIds: ['vsw-1', 'vsw-2'], securityGroupId: 'sg-1' },
      vpcBinding: { vpcIds: ['vpc-2'] },
      customDNS: {
        nameServers: ['223.5.5.5'],
        searches: ['shop.internal'],
        dnsOptions: [{ name: 'ndots', value: '2' }],
      },
      nasConfig: {
        userId: 1000,
        groupId: 1000,
        mountPoints: [{ mountDir: '/mnt/orders', serverAddr: 'orders.nas.aliyuncs.com:/', enableTLS: false }],
      },
      ossMountConfig: {
        mountPoints: [
          {
            mountDir: '/mnt/photos',
            bucketName: 'photos',
            bucketPath: '/',
            endpoint: 'http://oss-cn-shanghai-internal.aliyuncs.com',
            readOnly: true,
          },
        ],
      },
      asyncInvokeConfig: {
        maxAsyncRetryAttempts: 1,
        maxAsyncEventAgeInSeconds: 360,
        asyncTask: true,
        qualifier: 'live',
        destinationConfig: { onFailure: { destination: 'acs:mns:cn-shanghai::/topics/failed/messages' } },
      },
      concurrencyConfig: { reservedConcurrency: 30 },
      provisionConfig: { defaultTarget: 2, alwaysAllocateCPU: true, alwaysAllocateGPU: false },
      scalingConfig: { minInstances: 1 },
      sessionAffinity: 'HEADER_FIELD',
      sessionAffinityConfig: {
        affinityHeaderFieldName: 'x-session',
        sessionConcurrencyPerInstance: 5,
        sessionIdleTimeoutInSeconds: 600,
        sessionTTLInSeconds: 3600,
        disableSessionIdReuse: false,
      },
      instanceIsolationMode: 'SHARE',
      enableLongLiving: true,
      tracing: true,
      tags: [{ key: 'team', value: 'shop' }],
      resourceGroupId: 'rg-1',
      annotations: { headers: { 'x-trace': 'on' } },
      endpoint: 'fcv3.cn-shanghai.aliyuncs.com',
    });
    expect(specs[0]?.container.registryConfig).toEqual({
      authConfig: { userName: 'robot', hasCredentials: true },
      certConfig: { insecure: false, hasRootCaCert: true },
      networkConfig: { vpcId: 'vpc-1', vSwitchId: 'vsw-1', securityGroupId: 'sg-1' },
    });
  });

  it('knows where its values are written', () => {
    const text = configWith('memorySize: 1024\ncpu: 0.5\ntimeout: 60');
    const { positions } = read(text).specs[0]!;
    const written = Object.entries(positions).map(([name, range]) => [name, marked(text, { range })]);
    expect(Object.fromEntries(written)).toEqual({
      resource: 'hello',
      functionName: 'hello',
      image: 'shop/hello:v1',
      memorySize: '1024',
      cpu: '0.5',
      timeout: '60',
      customContainerConfig: 'customContainerConfig',
    });
  });

  it.each([
    ['component: fc3', true],
    ['component: devsapp/fc3', true],
    ['component: fc3@0.0.15', true],
    ["component: ${env('fc_component', path('../../'))}", true],
    ['component: fc', false],
    ['component: fc3-domain', false],
    ['component: oss', false],
    ['description: no component', false],
  ])('with %s is a function of Function Compute 3.0: %s', (component, expected) => {
    const { specs } = read(configWith('').replace('component: fc3', component));
    expect(specs.length === 1).toBe(expected);
  });

  it('has the cpu nearest to 0.35 that its memory allows', () => {
    const cpuOf = (memorySize: number) => read(configWith(`memorySize: ${memorySize}`)).specs[0]?.cpu;
    expect([128, 512, 1024, 4096, 32768].map(cpuOf)).toEqual([0.1, 0.35, 0.35, 1, 8]);
  });

  it('on a GPU may have another disk and another ratio of cpu to memory', () => {
    const props = `
cpu: 8
memorySize: 4096
diskSize: 61440
gpuConfig:
  gpuType: fc.gpu.tesla.1
  gpuMemorySize: 16384`;
    const { specs, findings } = read(configWith(props));
    expect(findings).toEqual([]);
    expect(specs[0]).toMatchObject({ diskSize: 61440, gpu: { type: 'fc.gpu.tesla.1', memorySize: 16384 } });
  });

  it('keeps what only Serverless Devs can resolve, without a complaint', () => {
    const props = `
functionName: hello-\${env('STAGE')}
region: \${config('Region')}
memorySize: \${env('MEMORY')}
timeout: \${vars.nothing}
internetAccess: \${env('INTERNET')}
logConfig: \${env('LOG')}
layers: \${env('LAYERS')}
instanceIsolationMode: \${env('ISOLATION')}
environmentVariables: { TOKEN: "\${env('TOKEN')}" }
customContainerConfig:
  image: registry.\${config('Region')}.aliyuncs.com/shop/hello:v1
  port: \${env('PORT')}`;
    const { specs, findings } = read(configWith(props));
    expect(findings).toEqual([]);
    expect(specs[0]).toMatchObject({
      functionName: "hello-${env('STAGE')}",
      region: "${config('Region')}",
      memorySize: 512,
      timeout: 3,
      internetAccess: true,
      layers: [],
      instanceIsolationMode: "${env('ISOLATION')}",
      environmentVariables: { TOKEN: "${env('TOKEN')}" },
      container: { image: "registry.${config('Region')}.aliyuncs.com/shop/hello:v1", port: 9000 },
    });
    expect(specs[0]?.expressions?.toSorted()).toEqual([
      'customContainerConfig.image',
      'customContainerConfig.port',
      'environmentVariables.TOKEN',
      'functionName',
      'instanceIsolationMode',
      'internetAccess',
      'layers',
      'logConfig',
      'memorySize',
      'region',
      'timeout',
    ]);
  });
});
