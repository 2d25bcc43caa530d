import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../src/core/shared/event.ts';

describe('An event', () => {
  it('reaches its listeners in the order they subscribed, until they unsubscribe', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    const stopFirst = emitter.event((value) => heard.push(`first ${value}`));
    emitter.event((value) => heard.push(`second ${value}`));
    emitter.emit('a');
    stopFirst();
    emitter.emit('b');
    expect(heard).toEqual(['first a', 'second a', 'second b']);
  });

  it('reaches a listener that subscribed twice two times, and each subscription ends by itself', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number): void => void heard.push(value);
    const stop = emitter.event(listener);
    emitter.event(listener);
    emitter.emit(1);
    stop();
    emitter.emit(2);
    expect(heard).toEqual([1, 1, 2]);
  });

  it('is not heard by those who subscribe or unsubscribe while it is told', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    emitter.event((value) => {
      heard.push(value);
      emitter.event((later) => heard.push(`late ${later}`));
    });
    emitter.emit('a');
    expect(heard).toEqual(['a']);
  });

  it('reaches everybody though one listener throws, whose mistake comes to light outside', async () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    emitter.event(() => {
      throw new Error('a view that cannot draw');
    });
    emitter.event((value) => heard.push(value));
    const mistake = nextUncaught();
    expect(() => emitter.emit('a')).not.toThrow();
    expect(heard).toEqual(['a']);
    expect(await mistake).toMatchObject({ message: 'a view that cannot draw' });
  });
});

/** The next error nobody caught, which for once is not the test runner's to report. */
async function nextUncaught(): Promise<unknown> {
  const runners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  try {
    return await new Promise((resolve) => process.once('uncaughtException', resolve));
  } finally {
    for (const runner of runners) process.on('uncaughtException', runner);
  }
}
