import { describe, expect, it } from 'vitest';
import { initializerCause, type FailedHook } from '../../../src/core/instance/initializerCause.ts';

const facts = { spec: { memorySize: 512 }, image: { architecture: 'amd64' } };
const causeOf = (outcome: FailedHook, logTail = '') =>
  initializerCause(outcome, { handler: 'true', timeout: 3 }, logTail, facts);

describe('An initializer', () => {
  it('that is not there is either written or taken out of s.yaml', () => {
    expect(causeOf({ outcome: 'refused', statusCode: 404, body: 'Cannot POST\n/initialize' })).toEqual({
      cause: 'initializerRefused',
      found: [
        'POST /initialize was answered with 404; only 200 to 299 is success.',
        'It said: Cannot POST /initialize',
      ],
      nextStep: 'Let the server answer POST /initialize, or remove instanceLifecycleConfig.initializer from s.yaml.',
    });
  });

  it('that fails says why in the log', () => {
    const { found, nextStep } = causeOf({ outcome: 'refused', statusCode: 500, body: '' });
    expect(found).toEqual(['POST /initialize was answered with 500; only 200 to 299 is success.']);
    expect(nextStep).toContain('FC Initialize Start and End');
  });

  it('that takes too long is told how long it has', () => {
    expect(causeOf({ outcome: 'timedOut' })).toMatchObject({
      cause: 'initializerTimedOut',
      found: ['The initializer did not end within its timeout of 3 s.'],
    });
  });

  it('that ends the container is told how it ended', () => {
    const exit = { exitCode: 137, oomKilled: true };
    expect(causeOf({ outcome: 'exited', exit })).toEqual({
      cause: 'initializerExited',
      found: [
        'The container ended while the initializer ran.',
        'It was killed for want of memory: the limit is 512 MB.',
      ],
      nextStep: 'Raise memorySize in s.yaml, or let the start need less.',
    });
    expect(causeOf({ outcome: 'exited' }).found).toEqual(['The container ended while the initializer ran.']);
  });

  it('that hangs up is told so', () => {
    expect(causeOf({ outcome: 'connectionLost', reason: 'read ECONNRESET' })).toMatchObject({
      cause: 'initializerSilent',
      found: ['The server closed the connection before it answered POST /initialize: read ECONNRESET.'],
    });
  });

  it('that is a command is told by its exit code and its last words', () => {
    const output = `${'x'.repeat(300)}\nno model here\n`;
    const { cause, found } = causeOf({ outcome: 'commandFailed', exitCode: 2, output });
    expect(cause).toBe('initializerCommand');
    expect(found[0]).toBe("The initializer's command ended with exit code 2.");
    expect(found[1]).toMatch(/^It said: x+ no model here$/);
    expect(found[1]?.length).toBe('It said: '.length + 200);
  });
});
