// @ts-check
import { activation } from './activation.mjs';
import { build } from './build.mjs';
import { coldStart } from './coldStart.mjs';
import { logThroughput } from './logThroughput.mjs';
import { readinessDelay } from './readinessDelay.mjs';
import { vsixSize } from './vsixSize.mjs';
import { warmInvoke } from './warmInvoke.mjs';

/** Every figure, in the order of the report. */
export const figures = [coldStart, readinessDelay, build, warmInvoke, logThroughput, activation, vsixSize];
