import { vi } from 'vitest';
import { answers } from './answers.ts';
import { describeHostile } from './hostileSet.ts';
import { lifecycles } from './lifecycles.ts';
import { limits } from './limits.ts';
import { output } from './output.ts';
import { processes } from './processes.ts';
import { requests, theLastRequest } from './requests.ts';
import { runs } from './runs.ts';
import { upgrades } from './upgrades.ts';

vi.setConfig({ maxConcurrency: 6 }); // most of them wait for a timeout most of the time

describeHostile(
  'A hostile function',
  { settings: { maxInstances: 4 } }, // as many as may start at the same moment
  {
    answers,
    requests,
    limits,
    output,
    processes,
    lifecycles,
    upgrades,
    runs,
    theLastRequest,
  },
);
