import { describe, expect, it } from 'vitest';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { configFile, configWith, fixed, marked } from './configText.ts';

const read = (text: string) => readFunctionSpecs(configFile, text);

describe('what is wrong in s.yaml', () => {
  const image = 'image: shop/hello:v1';
  it.each([
    ['functionName: 1st', 'invalid-function-name', '1st', 'must begin with a letter'],
    ['functionName: héllo', 'invalid-function-name', 'héllo', 'letters, digits'],
    [`functionName: ${'x'.repeat(65)}`, 'invalid-function-name', 'x'.repeat(65), '65 characters; 64'],
    ['functionName: [hello]', 'invalid-function-name', '[hello]', 'must be text'],
    ['functionName:', 'missing-function-name', 'functionName', 'missing'],
    ['region: cn-moon', 'unknown-region', 'cn-moon', 'cn-hangzhou'],
    ['region:', 'missing-region', 'region', 'missing'],
    ['customContainerConfig:\n  port: 9000', 'missing-image', 'customContainerConfig', 'image is missing'],
    ['customContainerConfig:\n  image: Shop/Hello:v1', 'invalid-image', 'Shop/Hello:v1', 'lower case'],
    ['customContainerConfig: hello', 'invalid-type', 'hello', 'a map of properties'],
    [`customContainerConfig:\n  ${image}\n  port: 70000`, 'invalid-port', '70000', '1 to 65535'],
    [`customContainerConfig:\n  ${image}\n  port: "9000"`, 'invalid-port', '"9000"', 'without quotes'],
    [`customContainerConfig:\n  ${image}\n  port: http`, 'invalid-port', 'http', 'must be a number'],
    ['memorySize: 100', 'invalid-memory-size', '100', '128 to 32768 MB in steps of 64'],
    ['memorySize: 1000', 'invalid-memory-size', '1000', 'in steps of 64'],
    ['cpu: 0.33', 'invalid-cpu', '0.33', '0.05 to 16 vCPUs in steps of 0.05'],
    ['cpu: 32', 'invalid-cpu', '32', '0.05 to 16'],
    ['cpu: 2', 'cpu-memory-ratio', '2', '0.15 to 0.5 vCPUs for 512 MB'],
    ['memorySize: 4096\ncpu: 0.5', 'cpu-memory-ratio', '0.5', '1 to 4 vCPUs for 4096 MB'],
    ['diskSize: 1024', 'invalid-disk-size', '1024', '512 or 10240 MB'],
    ['timeout: 0', 'invalid-timeout', '0', '1 to 86400 seconds'],
    ['timeout: 1.5', 'invalid-timeout', '1.5', 'whole number'],
    ['timeout: "60"', 'invalid-timeout', '"60"', 'write 60, without quotes'],
    ['instanceConcurrency: 500', 'invalid-instance-concurrency', '500', '1 to 200'],
    ['environmentVariables: [A, B]', 'invalid-type', '[A, B]', 'a map of properties'],
    ['environmentVariables: { A-B: x }', 'invalid-environment-variable', 'A-B', 'letters, digits'],
    ['environmentVariables: { FC_REGION: x }', 'reserved-environment-variable', 'FC_REGION', 'reserved'],
    ['environmentVariables: { DEBUG: true }', 'invalid-environment-variable', 'true', 'write "true", with quotes'],
    ['environmentVariables: { RATE: 1.0 }', 'invalid-environment-variable', '1.0', 'write "1.0"'],
    ['environmentVariables: { LIST: [1] }', 'invalid-environment-variable', '[1]', 'must be text'],
    [
      `customContainerConfig:\n  ${image}\n  command: '["node", "server.js"]'`,
      'invalid-start-command',
      `'["node", "server.js"]'`,
      'a list of texts',
    ],
    [
      `customContainerConfig:\n  ${image}\n  entrypoint: node server.js`,
      'invalid-start-command',
      'node server.js',
      'list',
    ],
    [`customContainerConfig:\n  ${image}\n  command: [--port, 9000]`, 'invalid-start-command', '9000', 'with quotes'],
    [`customContainerConfig:\n  ${image}\n  args: [x]`, 'unknown-property', 'args', 'use command'],
    [
      `customContainerConfig:\n  ${image}\n  healthCheckConfig: { httpGetUrl: healthz }`,
      'invalid-health-check',
      'healthz',
      'begins with "/"',
    ],
    [
      `customContainerConfig:\n  ${image}\n  healthCheckConfig: { periodSeconds: 3 }`,
      'invalid-health-check',
      'healthCheckConfig',
      'begins with "/"',
    ],
    [
      `customContainerConfig:\n  ${image}\n  healthCheckConfig: { httpGetUrl: /, timeoutSeconds: 5 }`,
      'invalid-health-check',
      '5',
      '1 to 3 seconds',
    ],
    ['instanceLifecycleConfig: { initializer: { handler: "" } }', 'invalid-lifecycle-hook', '""', 'write "true"'],
    ['instanceLifecycleConfig: { preStop: { handler: true } }', 'invalid-lifecycle-hook', 'true', 'with quotes'],
    ['instanceLifecycleConfig: { preStop: { timeout: 3 } }', 'invalid-lifecycle-hook', 'preStop', 'write "true"'],
    [
      'instanceLifecycleConfig: { initializer: { handler: "true", timeout: 301 } }',
      'invalid-lifecycle-hook',
      '301',
      '1 to 300 seconds',
    ],
    [
      'instanceLifecycleConfig: { preStop: { handler: "true", timeout: 91 } }',
      'invalid-lifecycle-hook',
      '91',
      '1 to 90 seconds',
    ],
    [
      'triggers:\n  - { triggerName: h, triggerType: http, triggerConfig: { authType: none } }',
      'invalid-trigger',
      'none',
      'anonymous, function or jwt',
    ],
    [
      'triggers:\n  - { triggerName: h, triggerType: http, triggerConfig: { methods: [GET, FETCH] } }',
      'invalid-trigger',
      'FETCH',
      'not FETCH',
    ],
    ['triggers:\n  - { triggerName: h, triggerType: https }', 'invalid-trigger', 'https', 'http, timer'],
    ['triggers: { http: x }', 'invalid-type', '{ http: x }', 'a list'],
    ['caPort: 9000', 'unknown-property', 'caPort', 'customContainerConfig.port'],
    ['memorysize: 512', 'unknown-property', 'memorysize', 'use memorySize'],
    ['colour: red', 'unknown-property', 'colour', 'does not know colour'],
    [`customContainerConfig:\n  ${image}\n  acrInstanceId: cri-1`, 'obsolete-property', 'acrInstanceId', 'no effect'],
    [
      `customContainerConfig:\n  ${image}\n  accelerationType: None`,
      'obsolete-property',
      'accelerationType',
      'no effect',
    ],
    ['internetAccess: "false"', 'invalid-type', '"false"', 'write false, without quotes'],
    ['internetAccess: no', 'invalid-type', 'no', 'true or false'],
    ['enableLongLiving: 1', 'invalid-type', '1', 'true or false'],
    [
      'layers: [acs:fc:cn-hangzhou:official:layers/Java21/versions/1]',
      'unsupported-layers',
      'layers',
      'into the image',
    ],
    ['tags: [{ value: shop }]', 'invalid-tag', 'value', 'tags[0].key is missing'],
    ['tags: [{ key: year, value: 2026 }]', 'invalid-tag', '2026', 'with quotes'],
    ['tracingConfig: jaeger', 'invalid-type', 'jaeger', 'a map of properties'],
    ['annotations: { headers: { x-trace: [1] } }', 'invalid-type', '[1]', 'annotations.headers.x-trace must be text'],
    ['runtime: custom_container', 'missing-runtime', 'custom_container', 'runtime: custom-container'],
  ])('%s', (props, code, token, message) => {
    const text = configWith(props);
    const { findings } = read(text);
    expect(findings.map((finding) => [finding.code, marked(text, finding)])).toEqual([[code, token]]);
    expect(findings[0]?.message).toContain(message);
    expect(findings[0]?.file).toBe(configFile);
  });

  it.each([
    ['timeout: "60"', { timeout: 60 }],
    ['environmentVariables: { DEBUG: true }', { environmentVariables: { DEBUG: 'true' } }],
    ['instanceLifecycleConfig: { preStop: { handler: true } }', { preStop: { handler: 'true', timeout: 3 } }],
    ['instanceLifecycleConfig: { preStop: { handler: "" } }', { preStop: { handler: 'true', timeout: 3 } }],
    ['memorysize: 1024', { memorySize: 1024 }],
    ['internetAccess: "False"', { internetAccess: false }],
    ['tags: [{ key: year, value: 2026 }]', { tags: [{ key: 'year', value: '2026' }] }],
    [
      `customContainerConfig:\n  image: a\n  command: '["node", "server.js"]'`,
      { container: { command: ['node', 'server.js'] } },
    ],
    ['runtime: custom_container', { functionName: 'hello' }],
  ])('%s is mended by its fix', (props, mended) => {
    const text = configWith(props);
    const after = read(fixed(text, read(text).findings[0]!));
    expect(after.findings).toEqual([]);
    expect(after.specs[0]).toMatchObject(mended);
  });

  it('does not cost the function its place, the default stands in', () => {
    const { specs } = read(configWith('memorySize: lots\ntimeout: -1\ncpu: [1]\ndiskSize: 7\nrole: { a: b }'));
    expect(specs[0]).toMatchObject({ memorySize: 512, timeout: 3, cpu: 0.35, diskSize: 512 });
  });

  it('is a hook nobody asked for only when it is half written', () => {
    const off = 'instanceLifecycleConfig: { initializer: { handler: "", command: "" } }';
    expect(read(configWith(off)).findings).toEqual([]);
    expect(read(configWith(off)).specs[0]).not.toHaveProperty('initializer');
  });

  it('is worth a word, not an error, where the platform does not mind', () => {
    const severityOf = (props: string) => read(configWith(props)).findings.map(({ severity }) => severity);
    expect(severityOf(`customContainerConfig:\n  ${image}\n  acrInstanceId: cri-1`)).toEqual(['information']);
    expect(severityOf(`customContainerConfig:\n  ${image}\n  resolvedImageUri: shop/hello@sha256:0`)).toEqual([]);
    expect(severityOf('layers: [acs:fc:cn-hangzhou:1:layers/tools/versions/1]')).toEqual(['warning']);
    expect(severityOf('layers: []')).toEqual([]);
  });

  it('is more than 4 KB of environment variables, in bytes', () => {
    const text = configWith(`environmentVariables: { BIG: "${'€'.repeat(1400)}" }`);
    const { findings } = read(text);
    expect(findings.map((finding) => [finding.code, marked(text, finding)])).toEqual([
      ['environment-too-large', 'environmentVariables'],
    ]);
    expect(findings[0]?.message).toContain('4203 bytes');
  });

  it('is the same name twice in one region', () => {
    const one = configWith('').split('\n').slice(2).join('\n');
    const text = `resources:\n${one}${one.replace('  hello:', '  again:')}`;
    const { specs, findings } = read(text);
    expect(specs).toHaveLength(2);
    expect(findings).toMatchObject([{ code: 'duplicate-function-name', range: { start: { line: 14 } } }]);
    expect(read(text.replace('region: cn-hangzhou', 'region: cn-shanghai')).findings).toEqual([]);
  });

  it('is a file for Function Compute 2.0', () => {
    const text = `
edition: 1.0.0
services:
  hello:
    component: fc
    props:
      function: { name: hello, runtime: custom-container, caPort: 9000 }`;
    const { specs, findings } = read(text);
    expect(specs).toEqual([]);
    expect(findings).toMatchObject([{ code: 'fc2-config', severity: 'information' }]);
  });

  it('is a second document', () => {
    const { specs, findings } = read(`${configWith('')}---\nresources: {}\n`);
    expect(specs).toHaveLength(1);
    expect(findings).toMatchObject([{ code: 'several-documents', severity: 'warning' }]);
  });

  it('is YAML that is not YAML, shown where it breaks, and the function stays', () => {
    const text = `${configWith('timeout: 60')}      description: "never closed\n`;
    const { specs, findings } = read(text);
    expect(findings[0]).toMatchObject({ code: 'yaml-syntax', severity: 'error' });
    expect(specs[0]?.functionName).toBe('hello');
  });
});
