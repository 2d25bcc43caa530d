import { expect, it } from 'vitest';
import { healthCause } from '../../../src/core/instance/healthCause.ts';

it.each([
  [404, /^Serve \/healthz, or correct healthCheckConfig.httpGetUrl/],
  [401, /without credentials/],
  [403, /without credentials/],
  [405, /answer GET/],
  [500, /See in the log why/],
  [503, /See in the log why/],
])('a health path that answers %d is told what to do about it', (statusCode, nextStep) => {
  expect(healthCause('/healthz', statusCode)).toEqual({
    cause: 'healthStatus',
    found: [`GET /healthz answers ${statusCode}; 200 to 399 is healthy.`],
    nextStep: expect.stringMatching(nextStep) as string,
  });
});

it('a health path that does not answer is another matter', () => {
  expect(healthCause('/healthz', undefined)).toMatchObject({
    cause: 'healthSilent',
    found: ['GET /healthz was not answered in time, though the server listens on CAPort.'],
  });
});
