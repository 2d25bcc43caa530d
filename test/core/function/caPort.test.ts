import { expect, it } from 'vitest';
import { caPortProblem } from '../../../src/core/function/caPort.ts';

it.each([
  [1, true],
  [9000, true],
  [65535, true],
  [0, false],
  [65536, false],
  [80.5, false],
  [NaN, false],
])('CAPort %s is allowed: %s', (port, allowed) => {
  expect(caPortProblem(port) === undefined).toBe(allowed);
});
