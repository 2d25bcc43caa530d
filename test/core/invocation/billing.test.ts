import { describe, expect, it } from 'vitest';
import { billingLine, billingOf } from '../../../src/core/invocation/billing.ts';
import { testReport } from '../../support/testReport.ts';

const noColdStart = { imageMs: 0, pullMs: 0, createMs: 0, startMs: 0, portMs: 0, initializerMs: 0, totalMs: 0 };

describe('The cost of a call', () => {
  it('is its size by its billed time, plus the call', () => {
    const billing = billingOf(testReport({ billedDurationMs: 1000, memorySizeMb: 512, cpu: 0.35 }));
    expect(billing).toMatchObject({ calls: 1, memoryGbSeconds: 0.5, vcpuSeconds: 0.35, diskGbSeconds: 0 });
    expect(billing.computeUnits).toBeCloseTo(0.0075 + 0.35 + 0.5 * 0.15, 12);
  });

  it("adds up to the platform's own example: 10 hours in a million calls", () => {
    const each = billingOf(testReport({ billedDurationMs: 36, memorySizeMb: 512, cpu: 0.35 }));
    // docs: 7,500 for the calls, 12,600 for vCPU, 2,700 for memory; the disk of 512 MB is free
    expect(each.computeUnits * 1_000_000).toBeCloseTo(7_500 + 12_600 + 2_700, 4);
  });

  it('counts the pull of the image: 1,024 MB for 10 seconds are 10 GB-s', () => {
    const coldStart = { ...noColdStart, pullMs: 10_000, totalMs: 10_000 };
    const billing = billingOf(testReport({ billedDurationMs: 0, memorySizeMb: 1024, coldStart }));
    expect(billing.memoryGbSeconds).toBe(10);
  });

  it('counts the port and the initializer of a cold start, not the creation of the instance', () => {
    const coldStart = {
      imageMs: 3,
      pullMs: 0,
      createMs: 8,
      startMs: 160,
      portMs: 40.2,
      initializerMs: 200,
      totalMs: 411,
    };
    expect(billingOf(testReport({ billedDurationMs: 5, coldStart }))).toMatchObject({ callMs: 5, coldStartMs: 241 });
  });

  it('counts the disk beyond the free 10 GB', () => {
    const at = (diskSizeMb: number): number =>
      billingOf(testReport({ billedDurationMs: 2000, diskSizeMb })).diskGbSeconds;
    expect(at(512)).toBe(0);
    expect(at(10_240)).toBe(0);
    expect(at(20_480)).toBe(20);
    const withDisk = billingOf(testReport({ billedDurationMs: 2000, diskSizeMb: 20_480 })).computeUnits;
    expect(withDisk - billingOf(testReport({ billedDurationMs: 2000 })).computeUnits).toBeCloseTo(20 * 0.05, 12);
  });

  it('is the most it can have been when the instance may have had other calls at the time', () => {
    expect(billingOf(testReport()).share).toBe('whole');
    expect(billingOf(testReport(), 20).share).toBe('ownTime');
  });
});

describe('The line on the cost', () => {
  it('tells the sum, its parts and where they come from', () => {
    expect(billingLine(testReport({ billedDurationMs: 1 }))).toBe(
      'Cost: 0.0079 CU = 1 call, 0.000500 GB-s, 0.000350 vCPU-s (1 ms of 512 MB and 0.35 vCPU)',
    );
  });

  it('names the cold start, the disk, and what is shared', () => {
    const coldStart = { ...noColdStart, portMs: 41, totalMs: 41 };
    const report = testReport({ billedDurationMs: 9, coldStart, diskSizeMb: 11_264 });
    expect(billingLine(report, 20)).toBe(
      'Cost: at most 0.0313 CU = 1 call, 0.025000 GB-s, 0.017500 vCPU-s, 0.050000 GB-s of disk ' +
        '(9 ms and 41 ms of cold start of 512 MB and 0.35 vCPU; time shared with other calls is billed once)',
    );
  });
});
