import { vi } from 'vitest';

/** Tries until it does not throw. (`expect.poll` cannot be used by tests that run side by side.) */
export function eventually<T>(check: () => T | Promise<T>, timeout = 10_000): Promise<T> {
  return vi.waitFor(check, { timeout, interval: 20 });
}
