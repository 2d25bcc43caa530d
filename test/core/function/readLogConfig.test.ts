import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

describe('where the log goes', () => {
  it.each([
    ['auto', 'auto'],
    ['Auto', 'auto'],
    [
      '{ project: shop, logstore: orders }',
      {
        project: 'shop',
        logstore: 'orders',
        enableRequestMetrics: true,
        enableInstanceMetrics: false,
        enableLlmMetrics: false,
        logBeginRule: 'None',
      },
    ],
    [
      '{ project: a, logstore: b, enableRequestMetrics: false, enableInstanceMetrics: true, enableLlmMetrics: true, logBeginRule: DefaultRegex }',
      {
        project: 'a',
        logstore: 'b',
        enableRequestMetrics: false,
        enableInstanceMetrics: true,
        enableLlmMetrics: true,
        logBeginRule: 'DefaultRegex',
      },
    ],
    ['{ project: "", logstore: "" }', undefined],
    ["${env('LOG')}", undefined],
  ])('is read from %s', (written, expected) => {
    expect(foundIn(`logConfig: ${written}`)).toEqual([]);
    expect(specOf(`logConfig: ${written}`).logConfig).toEqual(expected);
  });

  it.each([
    ['logConfig: none', 'invalid-type', 'none', 'auto or a map of properties'],
    ['logConfig: { project: shop }', 'invalid-log-config', 'logConfig', 'logConfig.logstore is missing'],
    ['logConfig: { project: "", logstore: b }', 'invalid-log-config', '""', 'logConfig.project is missing'],
    ['logConfig: { project: [a], logstore: b }', 'invalid-log-config', '[a]', 'must be text'],
    [
      'logConfig: { project: a, logstore: b, logBeginRule: Regex }',
      'invalid-log-config',
      'Regex',
      'DefaultRegex or None',
    ],
    ['logConfig: { project: a, logstore: b, enableLlmMetrics: 1 }', 'invalid-type', '1', 'true or false'],
  ])('is wrong with %s', (props, code, token, message) => {
    expect(foundIn(props)).toEqual([[code, token, expect.stringContaining(message)]]);
  });
});
