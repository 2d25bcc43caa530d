import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

const header = (config: string) => `sessionAffinity: HEADER_FIELD\nsessionAffinityConfig: ${config}`;

describe('the sessions of a function', () => {
  it.each([
    ['GENERATED_COOKIE', {}],
    ['MCP_SSE', { sseEndpointPath: '/sse' }],
    ['MCP_STREAMABLE', {}],
  ])('with %s have the platform’s times and numbers', (sessionAffinity, more) => {
    const props = `sessionAffinity: ${sessionAffinity}`;
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props)).toMatchObject({ sessionAffinity });
    expect(specOf(props).sessionAffinityConfig).toEqual({
      sessionConcurrencyPerInstance: 20,
      sessionIdleTimeoutInSeconds: 1800,
      sessionTTLInSeconds: 21600,
      disableSessionIdReuse: false,
      ...more,
    });
  });

  it('are alone on their instance when it is isolated', () => {
    const props = 'sessionAffinity: GENERATED_COOKIE\ninstanceIsolationMode: SESSION_EXCLUSIVE';
    expect(specOf(props)).toMatchObject({
      instanceIsolationMode: 'SESSION_EXCLUSIVE',
      sessionAffinityConfig: { sessionConcurrencyPerInstance: 1 },
    });
  });

  it('are none without an affinity', () => {
    expect(specOf('sessionAffinityConfig: { sessionTTLInSeconds: 60 }')).not.toHaveProperty('sessionAffinityConfig');
  });

  it.each([
    ['sessionAffinity: COOKIE', 'COOKIE', 'NONE, GENERATED_COOKIE, HEADER_FIELD or MCP_SSE'],
    ['sessionAffinity: HEADER_FIELD', 'HEADER_FIELD', 'needs sessionAffinityConfig.affinityHeaderFieldName'],
    [header('{}'), 'sessionAffinityConfig', 'affinityHeaderFieldName is missing'],
    [header('{ affinityHeaderFieldName: sid }'), 'sid', '5 to 40 characters'],
    [header(`{ affinityHeaderFieldName: ${'s'.repeat(41)} }`), 's'.repeat(41), '5 to 40 characters'],
    [header('{ affinityHeaderFieldName: X-Fc-Session }'), 'X-Fc-Session', 'not begin with x-fc-'],
    ['sessionAffinityConfig: { sessionConcurrencyPerInstance: 201 }', '201', '1 to 200 sessions'],
    ['sessionAffinityConfig: { sessionIdleTimeoutInSeconds: -1 }', '-1', '0 to 21600 seconds'],
    ['sessionAffinityConfig: { sessionTTLInSeconds: 0 }', '0', '1 to 21600 seconds'],
    ['sessionAffinityConfig: { sseEndpointPath: [x] }', '[x]', 'must be text'],
    ['instanceIsolationMode: [SHARE]', '[SHARE]', 'must be text'],
    [`sessionAffinityConfig: '{"sessionTTLInSeconds":60}'`, `'{"sessionTTLInSeconds":60}'`, 'write it as a map'],
  ])('are wrong with %s', (props, token, message) => {
    expect(foundIn(props)).toEqual([['invalid-session', token, expect.stringContaining(message)]]);
  });

  it('may be named by what only Serverless Devs knows', () => {
    const name = 'affinityHeaderFieldName: "${env(\'H\')}"';
    for (const props of [header(`{ ${name} }`), header("${env('CONFIG')}"), "sessionAffinity: ${env('AFFINITY')}"])
      expect(foundIn(props)).toEqual([]);
  });
});
