import { describe, expect, it } from 'vitest';
import { missingCredentialsNote, resourceNotes } from '../../../src/core/instance/resourceNotes.ts';
import type { EngineInfo } from '../../../src/core/ports/containerEngine.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

const engine: EngineInfo = { ...new FakeEngine().info, cpuCount: 2, memoryBytes: 4 * 1024 ** 3, limitsDisk: true };

const notesOn = (changes: Partial<EngineInfo>, spec: SpecChanges): readonly string[] =>
  resourceNotes(testSpec(spec), { ...engine, ...changes });

describe('The log says what is less here than in the cloud', () => {
  it('and nothing when everything is there', () => {
    expect(notesOn({}, { cpu: 2, memorySize: 4096 })).toEqual([]);
  });

  it.each<[string, Partial<EngineInfo>, SpecChanges, string]>([
    ['processors', {}, { cpu: 4 }, 'hello has 2 of its 4 vCPUs'],
    ['memory', {}, { memorySize: 8192 }, 'may use 8192 MB of memory and the engine has 4096 MB'],
    ['the disk', { limitsDisk: false }, { diskSize: 10240 }, 'the 10240 MB are measured after each call'],
    ['a GPU', {}, { gpu: { type: 'fc.gpu.tesla.1', memorySize: 1024 } }, 'no GPU here'],
  ])('%s', (_, changes, spec, text) => {
    expect(notesOn(changes, spec)).toEqual([expect.stringContaining(text)]);
  });

  it('credentials, of a function without a role', () => {
    expect(missingCredentialsNote(testSpec())).toBe(
      'hello has no role in s.yaml and therefore no credentials, here as in the cloud.',
    );
  });
});
