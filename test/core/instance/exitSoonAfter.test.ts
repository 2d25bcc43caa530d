import { describe, expect, it } from 'vitest';
import { exitSoonAfter } from '../../../src/core/instance/exitSoonAfter.ts';
import type { ContainerExit } from '../../../src/core/ports/containerEngine.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { withResolvers } from '../../support/withResolvers.ts';

describe('A broken connection', () => {
  it('is explained by an end that the engine reports a moment later', async () => {
    const clock = new FakeClock();
    const exited = withResolvers<ContainerExit>();
    const found = exitSoonAfter(exited.promise, clock);
    await clock.advance(200);
    exited.resolve({ exitCode: 3, oomKilled: false });
    expect(await found).toEqual({ exitCode: 3, oomKilled: false });
    expect(clock.sleeping).toBe(0);
  });

  it('is not explained when the container lives', async () => {
    const clock = new FakeClock();
    const found = exitSoonAfter(new Promise(() => undefined), clock);
    await clock.advance(1000);
    expect(await found).toBeUndefined();
  });

  it('comes of an end nobody knows more about when the engine is gone', async () => {
    expect(await exitSoonAfter(Promise.reject(new Error('no engine')), new FakeClock())).toBe('unknown');
  });
});
