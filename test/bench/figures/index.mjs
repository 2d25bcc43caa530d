// @ts-check
import { activation } from './activation.mjs';
import { build } from './build.mjs';
import { coldStart } from './coldStart.mjs';
import { gateway } from './gateway.mjs';
import { idle } from './idle.mjs';
import { logFlood } from './logFlood.mjs';
import { readinessDelay } from './readinessDelay.mjs';
import { repeatInvoke } from './repeatInvoke.mjs';
import { verdict } from './verdict.mjs';
import { vsixSize } from './vsixSize.mjs';

/** Every figure, in the order of the report. */
export const figures = [
  coldStart,
  readinessDelay,
  verdict,
  build,
  repeatInvoke,
  gateway,
  logFlood,
  idle,
  activation,
  vsixSize,
];
