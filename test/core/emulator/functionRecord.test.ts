import { describe, expect, it } from 'vitest';
import { FunctionRecord } from '../../../src/core/emulator/functionRecord.ts';
import { runningServer } from '../../support/runningServer.ts';
import { testSpec } from '../../support/testSpec.ts';

describe('What is known about a function', () => {
  it('is its declaration and nothing else at first', () => {
    const spec = testSpec();
    expect(new FunctionRecord(spec).snapshot).toEqual({ spec });
    expect(new FunctionRecord(spec).inUse).toBe(false);
  });

  it('has a running instance only while that takes requests, and is in use until it ended', async () => {
    await using server = await runningServer((_request, response) => response.end());
    const record = new FunctionRecord(testSpec());
    record.latest = server.instance;
    expect(record.running).toBe(server.instance);
    server.instance.move('draining', 'user');
    expect(record.running).toBeUndefined();
    expect(record.inUse).toBe(true);
    server.instance.move('stopped');
    expect(record.inUse).toBe(false);
    expect(record.snapshot.instance).toMatchObject({ state: 'stopped', termination: 'user' });
  });

  it('is in use while something is done to it and while somebody waits for a start', () => {
    const record = new FunctionRecord(testSpec());
    record.activity = 'building';
    expect(record.inUse).toBe(true);
    record.activity = undefined;
    record.starts.add(new AbortController());
    expect(record.inUse).toBe(true);
  });
});
