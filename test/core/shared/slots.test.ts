import { describe, expect, it } from 'vitest';
import { Slots } from '../../../src/core/shared/slots.ts';

const never = new AbortController().signal;

describe('Slots', () => {
  it('let as many in as there are, the others in the order they came', async () => {
    const slots = new Slots(2);
    const inside: string[] = [];
    const enter = async (name: string): Promise<() => void> => {
      const leave = await slots.enter(never);
      inside.push(name);
      return leave;
    };
    const [leaveA, leaveB] = await Promise.all([enter('a'), enter('b')]);
    const waiting = [enter('c'), enter('d')];
    await new Promise(setImmediate);
    expect(inside).toEqual(['a', 'b']);
    leaveB();
    await waiting[0];
    expect(inside).toEqual(['a', 'b', 'c']);
    leaveA();
    await waiting[1];
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
  });

  it('pass over one who gave up waiting, and are not lost with him', async () => {
    const slots = new Slots(1);
    const leave = await slots.enter(never);
    const impatient = new AbortController();
    const givenUp = slots.enter(impatient.signal);
    const patient = slots.enter(never);
    impatient.abort();
    await expect(givenUp).rejects.toMatchObject({ name: 'AbortError' });
    leave();
    (await patient)();
    (await slots.enter(never))(); // free again
  });

  it('are not taken by somebody who cancelled before', async () => {
    const slots = new Slots(1);
    await expect(slots.enter(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    await slots.enter(never);
  });

  it('do not mind a cancellation after entering', async () => {
    const slots = new Slots(1);
    const cancel = new AbortController();
    const leaveFirst = await slots.enter(never);
    const entering = slots.enter(cancel.signal);
    leaveFirst();
    const leave = await entering;
    cancel.abort();
    leave();
    await slots.enter(never);
  });
});
