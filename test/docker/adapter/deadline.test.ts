import { describe, expect, it } from 'vitest';
import { DeadlineError, withDeadline } from '../../../src/docker/deadline.ts';

const never = async (): Promise<never> => new Promise(() => undefined);

describe('A deadline', () => {
  it('lets work that is done in time be', async () => {
    expect(await withDeadline(1_000, undefined, async () => Promise.resolve('done'))).toBe('done');
  });

  it('ends work that takes too long, and tells the work', async () => {
    let told: AbortSignal | undefined;
    const work = withDeadline(10, undefined, async (signal) => {
      told = signal;
      return never();
    });
    await expect(work).rejects.toBeInstanceOf(DeadlineError);
    expect(told?.aborted).toBe(true);
  });

  it('is overtaken by the person who cancels', async () => {
    const cancel = new AbortController();
    const work = withDeadline(1_000, cancel.signal, never);
    cancel.abort();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    await expect(withDeadline(1_000, cancel.signal, never)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
