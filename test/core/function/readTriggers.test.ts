import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

const triggers = (...lines: readonly string[]) => ['triggers:', ...lines.map((line) => `  - ${line}`)].join('\n');
const http = (name: string, rest = '') => `{ triggerName: ${name}, triggerType: http${rest} }`;

describe('the triggers of a function', () => {
  it('are all there, each with its configuration as it is written', () => {
    const props = triggers(
      '{ triggerName: night, triggerType: timer, triggerConfig: { cronExpression: "@every 1h", enable: false } }',
      '{ triggerName: photos, triggerType: oss, qualifier: live, triggerConfig: { events: ["oss:ObjectCreated:*"] } }',
      '{ triggerName: rows, triggerType: tablestore, triggerConfig: {} }',
      '{ triggerName: bare, triggerType: log }',
    );
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props).triggers).toEqual([
      { name: 'night', type: 'timer', qualifier: 'LATEST', config: { cronExpression: '@every 1h', enable: false } },
      { name: 'photos', type: 'oss', qualifier: 'live', config: { events: ['oss:ObjectCreated:*'] } },
      { name: 'rows', type: 'tablestore', qualifier: 'LATEST', config: {} },
      { name: 'bare', type: 'log', qualifier: 'LATEST', config: {} },
    ]);
    expect(specOf(props)).not.toHaveProperty('httpTrigger');
  });

  it('have the methods and the access of the first http trigger', () => {
    expect(specOf(triggers(http('web'))).httpTrigger).toEqual({
      name: 'web',
      qualifier: 'LATEST',
      methods: ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'],
      authType: 'anonymous',
      disableURLInternet: false,
    });
    const config = ', triggerConfig: { authType: jwt, methods: [GET], disableURLInternet: true }';
    const props = triggers(http('live', `, qualifier: live${config}`), http('web'));
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props).httpTrigger).toEqual({
      name: 'live',
      qualifier: 'live',
      methods: ['GET'],
      authType: 'jwt',
      disableURLInternet: true,
    });
  });

  it('keep a password of an event source to themselves', () => {
    const source = '{ sourceDTSParameters: { Topic: orders, Username: shop, Password: hush, clientSecret: hush } }';
    const { triggers: read } = specOf(
      triggers(`{ triggerName: e, triggerType: eventbridge, triggerConfig: { eventSourceConfig: ${source} } }`),
    );
    expect(read[0]?.config).toEqual({
      eventSourceConfig: { sourceDTSParameters: { Topic: 'orders', Username: 'shop' } },
    });
  });

  it('may have values only Serverless Devs knows', () => {
    const timer = '{ triggerName: t, triggerType: timer, triggerConfig: { cronExpression: "${env(\'CRON\')}" } }';
    const props = triggers(timer, '{ triggerName: x, triggerType: "${env(\'TYPE\')}" }');
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props)).toMatchObject({
      triggers: [{ name: 't', config: { cronExpression: "${env('CRON')}" } }],
      expressions: ['triggers[0].triggerConfig.cronExpression', 'triggers[1].triggerType'],
    });
  });

  it.each([
    ['{ triggerName: a }', 'invalid-trigger', 'triggerName', 'triggers[0].triggerType is missing'],
    ['{ triggerType: timer }', 'invalid-trigger', 'triggerType', 'triggers[0].triggerName is missing'],
    ['{ triggerName: a, triggerType: cron }', 'invalid-trigger', 'cron', 'http, timer, oss'],
    ['{ triggerName: a, triggerType: timer, qualifier: [1] }', 'invalid-trigger', '[1]', 'must be text'],
    ['{ triggerName: a, triggerType: timer, triggerConfig: x }', 'invalid-type', 'x', 'a map of properties'],
    [http('a', ', triggerConfig: { disableURLInternet: off }'), 'invalid-type', 'off', 'true or false'],
    ['web', 'invalid-type', 'web', 'triggers[0] must be a map of properties'],
  ])('are wrong with %s', (trigger, code, token, message) => {
    expect(foundIn(triggers(trigger))).toEqual([[code, token, expect.stringContaining(message)]]);
  });

  it('have one http trigger for each version at most', () => {
    const live = ', qualifier: live';
    expect(foundIn(triggers(http('a'), http('b', live), http('c', live)))).toEqual([
      ['duplicate-http-trigger', 'http', expect.stringContaining('second http trigger of live')],
    ]);
    const unknown = ', qualifier: "${env(\'ALIAS\')}"';
    expect(foundIn(triggers(http('a', unknown), http('b', unknown)))).toEqual([]);
  });
});
