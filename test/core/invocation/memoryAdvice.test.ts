import { describe, expect, it } from 'vitest';
import { memoryAdvice, type MemoryAdvice } from '../../../src/core/invocation/memoryAdvice.ts';
import type { InvocationReport } from '../../../src/core/invocation/invocation.ts';
import { testReport } from '../../support/testReport.ts';

const hello = { functionName: 'hello', memorySize: 1024, cpu: 0.5 };

function calls(count: number, changes: Partial<InvocationReport>): InvocationReport[] {
  return Array.from({ length: count }, () => testReport({ memorySizeMb: 1024, memoryKind: 'peak', ...changes }));
}

function adviceFor(peakMb: number, spec: Partial<typeof hello> = {}): MemoryAdvice | undefined {
  const function_ = { ...hello, ...spec };
  return memoryAdvice(function_, calls(10, { maxMemoryMb: peakMb, memorySizeMb: function_.memorySize }));
}

describe('Advice on memorySize', () => {
  it('suggests the next size above the highest peak and a quarter of it', () => {
    const reports = [...calls(9, { maxMemoryMb: 100 }), ...calls(1, { maxMemoryMb: 430 })];
    expect(memoryAdvice(hello, reports)).toEqual({
      kind: 'lower',
      memorySizeMb: 576,
      peakMb: 430,
      text: 'hello used up to 430 of its 1024 MB in 10 calls. memorySize 576 would do and cost less.',
    });
  });

  it('says nothing when little would be saved, or the size is right', () => {
    expect(adviceFor(620)).toBeUndefined();
    expect(adviceFor(900)).toBeUndefined();
  });

  it('says nothing before it has seen enough calls', () => {
    expect(memoryAdvice(hello, calls(9, { maxMemoryMb: 60 }))).toBeUndefined();
    expect(memoryAdvice(hello, [])).toBeUndefined();
  });

  it('believes only high-water marks, and only those of the present size', () => {
    expect(memoryAdvice(hello, calls(50, { maxMemoryMb: 60, memoryKind: 'sampled' }))).toBeUndefined();
    expect(memoryAdvice(hello, calls(50, { maxMemoryMb: 60, memorySizeMb: 2048 }))).toBeUndefined();
  });

  it('never goes below what the platform and the vCPUs allow, and says which it is', () => {
    expect(adviceFor(20, { cpu: 0.05 })).toMatchObject({ memorySizeMb: 128 });
    expect(adviceFor(20)).toMatchObject({
      memorySizeMb: 512,
      text: 'hello used up to 20 of its 1024 MB in 10 calls. memorySize 512 would do and cost less; 0.5 vCPU need at least that.',
    });
  });

  it('warns when a peak is close to the limit', () => {
    expect(adviceFor(930)).toEqual({
      kind: 'raise',
      memorySizeMb: 1216,
      peakMb: 930,
      text: 'hello used up to 930 of its 1024 MB in 10 calls: it may fail with the next larger request. Set memorySize to 1216.',
    });
  });

  it('names the vCPUs a larger size needs', () => {
    expect(adviceFor(1000, { cpu: 0.25 })).toMatchObject({
      memorySizeMb: 1280,
      cpu: 0.35,
      text: expect.stringContaining('Set memorySize to 1280 and cpu to 0.35, the least that goes with it.') as string,
    });
  });

  it('warns of one call that was killed, without waiting for more', () => {
    const error = { type: 'UnhandledInvocationError', metric: 'FunctionOOMError', message: 'Process exited' } as const;
    expect(memoryAdvice(hello, calls(1, { error }))).toMatchObject({
      kind: 'raise',
      memorySizeMb: 2048,
      text: 'hello was killed because it needed more than its 1024 MB: it may fail with the next larger request. Set memorySize to 2048.',
    });
  });

  it('says nothing when there is no larger size', () => {
    expect(adviceFor(32_000, { memorySize: 32_768, cpu: 16 })).toBeUndefined();
  });
});
