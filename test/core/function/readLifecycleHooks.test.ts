import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

const gpu = 'gpuConfig: { gpuType: fc.gpu.tesla.1, gpuMemorySize: 16384 }\n';
const hooks = (config: string) => `instanceLifecycleConfig: ${config}`;

describe('the hooks of an instance', () => {
  it('may be a command instead of a call in a GPU function', () => {
    const props = gpu + hooks('{ initializer: { command: [/bin/sh, -c, "echo hello"], timeout: 60 } }');
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props).initializer).toEqual({ handler: '', command: ['/bin/sh', '-c', 'echo hello'], timeout: 60 });
  });

  it.each(['{ initializer: { handler: "", command: [] } }', '{ preStop: { handler: "", command: "" } }'])(
    'are off with %s',
    (config) => {
      expect(foundIn(hooks(config))).toEqual([]);
      expect(specOf(hooks(config))).not.toHaveProperty('initializer');
      expect(specOf(hooks(config))).not.toHaveProperty('preStop');
    },
  );

  it.each([
    [gpu, '{ initializer: { handler: "true", command: [ls] } }', 'command', 'cannot stand beside a handler'],
    ['', '{ initializer: { handler: "true", command: [ls] } }', 'command', 'cannot stand beside a handler'],
    ['', '{ initializer: { command: [ls] } }', 'command', 'GPU functions only'],
    [gpu, '{ preStop: { command: [ls] } }', 'command', 'never run'],
    [gpu, '{ initializer: { command: ls -l } }', 'ls -l', 'a list of texts'],
    [gpu, '{ initializer: { command: [1] } }', '1', 'with quotes'],
  ])('are wrong with %s%s', (before, config, token, message) => {
    const expected = ['invalid-lifecycle-hook', token, expect.stringContaining(message)];
    expect(foundIn(before + hooks(config))).toEqual([expected]);
  });

  it('keep the call when both are written, and never run a command before the end', () => {
    const both = gpu + hooks('{ initializer: { handler: "true", command: [ls] } }');
    expect(specOf(both).initializer).toEqual({ handler: 'true', timeout: 3 });
    expect(specOf(gpu + hooks('{ preStop: { command: [ls] } }'))).not.toHaveProperty('preStop');
  });
});
