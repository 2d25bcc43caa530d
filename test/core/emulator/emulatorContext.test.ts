import { expect, it } from 'vitest';
import { whileOpen, type EmulatorContext } from '../../../src/core/emulator/emulatorContext.ts';

it('Work ends when its caller cancels and when the emulator closes', () => {
  const [closing, caller] = [new AbortController(), new AbortController()];
  const context = { closing: closing.signal } as EmulatorContext;
  const [own, shared] = [whileOpen(context, caller.signal), whileOpen(context, undefined)];
  expect([own.aborted, shared.aborted]).toEqual([false, false]);
  caller.abort();
  expect([own.aborted, shared.aborted]).toEqual([true, false]);
  const other = whileOpen(context, new AbortController().signal);
  closing.abort();
  expect([other.aborted, shared.aborted]).toEqual([true, true]);
});
