import { describe, expect, it } from 'vitest';
import type { ContainerExit } from '../../../src/core/ports/containerEngine.ts';
import {
  exitedVerdict,
  healthVerdict,
  initializerVerdict,
  listeningCauses,
  notListeningVerdict,
  notStartableVerdict,
} from '../../../src/core/instance/startVerdict.ts';

const facts = { spec: { memorySize: 512 }, image: { architecture: 'amd64' } };
const ended = (exitCode: number): ContainerExit => ({ exitCode, oomKilled: false });

describe('The verdict on a container that ended', () => {
  // docs: custom container troubleshooting; the platform prints errno texts, whatever the real cause was
  it.each([
    [0, 'code 0'],
    [1, 'code 1, message:operation not permitted'],
    [2, 'code 2, message:no such file or directory'],
    [8, 'code 8, message:exec format error'],
    [13, 'code 13, message:permission denied'],
    [127, 'code 127, message:key has expired'],
    [137, 'code 137'],
    [145, 'code 145'],
  ])('with code %d is in the words of the platform', (exitCode, code) => {
    expect(exitedVerdict(ended(exitCode), ['python3', 'app.py'], 'the log', facts)).toMatchObject({
      code: 'CAExited',
      message: `Function instance exited unexpectedly(${code}) with start command 'python3 app.py'.`,
      logTail: 'the log',
    });
  });

  it.each([
    ['exec /app/server: exec format error', 'code 8, message:exec format error'],
    ['exec /app/run.sh: no such file or directory', 'code 2, message:no such file or directory'],
  ])('because the kernel said "%s" has the code the platform gives for that, not the local one', (output, code) => {
    expect(exitedVerdict(ended(1), ['/app'], output, facts).message).toContain(`unexpectedly(${code})`);
  });

  it('names an empty start command as one', () => {
    expect(exitedVerdict(ended(0), [], '', facts).message).toContain("with start command ''.");
  });

  it('says beside the platform’s text what really happened', () => {
    expect(exitedVerdict(ended(127), ['/start.sh'], '/start.sh: line 3: nodee: not found', facts)).toMatchObject({
      message: expect.stringContaining('key has expired') as string,
      cause: 'commandNotFound',
      found: ['The command "nodee" is not in the image, or not in its PATH.'],
    });
  });
});

describe('The verdict on a start command the engine cannot run', () => {
  it('is that a file is not there, with what to do about it', () => {
    const sentence = 'The start command "nodee" cannot be run: there is no such file in the image.';
    expect(notStartableVerdict(sentence, 'Correct CMD.')).toEqual({
      code: 'CAFileNotFound',
      message: 'The function cannot be started. Failed to start function instance. Error: the file nodee is not exist',
      cause: 'commandNotFound',
      found: [sentence],
      nextStep: 'Correct CMD.',
      logTail: '',
    });
  });

  it('is that a file may not be executed', () => {
    const sentence = 'The start command "/run.sh" cannot be run: it is not an executable file.';
    expect(notStartableVerdict(sentence, 'chmod')).toMatchObject({
      code: 'CAFilePermission',
      message: "The CA process cannot be started due to /run.sh file don't have execute permissions",
      cause: 'notExecutable',
      found: [sentence],
    });
  });

  it('is the general one for every other reason, with where to look when the engine gave no hint', () => {
    expect(notStartableVerdict('The image has neither CMD nor ENTRYPOINT: nothing to start.')).toEqual({
      code: 'CAExited',
      message:
        'The function either cannot be started or exited. The image has neither CMD nor ENTRYPOINT: nothing to start.',
      cause: 'noStartCommand',
      found: [],
      nextStep: 'Correct CMD or ENTRYPOINT in the Dockerfile, or entrypoint and command in s.yaml.',
      logTail: '',
    });
  });
});

describe('The verdict on a CAPort that did not open', () => {
  const onLoopback = { sockets: [{ address: '127.0.0.1', port: 9000 }] };

  it('is in the words of the platform, then in ours', () => {
    expect(notListeningVerdict(9000, 120, onLoopback, 'the log')).toEqual({
      code: 'FunctionNotStarted',
      message: 'Function instance health check failed on port 9000 in 120 seconds.',
      cause: 'loopbackOnly',
      found: ['The server listens on 127.0.0.1:9000 only.'],
      nextStep: 'It must listen on 0.0.0.0:9000.',
      logTail: 'the log',
    });
  });

  it('can be told before the time is over', () => {
    expect(listeningCauses(9000, onLoopback)).toEqual([
      'The server listens on 127.0.0.1:9000 only.',
      'It must listen on 0.0.0.0:9000.',
    ]);
    expect(listeningCauses(9000, {})).toEqual([]);
  });
});

describe('The verdict on a health check that failed', () => {
  it('is in the words of the platform, to the blank at the end', () => {
    expect(healthVerdict('/healthz', 500, 'the log')).toMatchObject({
      code: 'FunctionNotStarted',
      message: 'The function http server cannot be started. check function health failed with status code: 500 ',
      cause: 'healthStatus',
      found: ['GET /healthz answers 500; 200 to 399 is healthy.'],
      logTail: 'the log',
    });
  });

  it('names no status where there was no answer', () => {
    expect(healthVerdict('/healthz', undefined, '')).toMatchObject({
      code: 'FunctionNotStarted',
      message: 'The function http server cannot be started. check function health failed',
      cause: 'healthSilent',
    });
  });
});

describe('The verdict on an initializer that failed', () => {
  const initializer = { handler: 'true', timeout: 3 };

  it.each([
    [{ outcome: 'refused', statusCode: 500, body: '' }, 'Function initialization failed with status code: 500'],
    [{ outcome: 'timedOut' }, 'Function timed out after 3 seconds'],
    [{ outcome: 'exited' }, 'Process exited unexpectedly before completing request'],
    [{ outcome: 'connectionLost', reason: 'read ECONNRESET' }, 'Process exited unexpectedly before completing request'],
    [{ outcome: 'commandFailed', exitCode: 4, output: '' }, 'Function initialization failed with exit code: 4'],
  ] as const)('after %j is an InitializationError', (outcome, message) => {
    const verdict = initializerVerdict(outcome, initializer, 'the log');
    expect(verdict).toMatchObject({ code: 'InitializationError', message, logTail: 'the log' });
  });

  it('tells the memory with the timeout, as the platform does, where it is known', () => {
    const peak = { bytes: 8 * 1024 ** 2, kind: 'peak' } as const;
    const verdict = initializerVerdict({ outcome: 'timedOut' }, initializer, '', { ...facts, peak });
    expect(verdict.message).toBe('Function timed out after 3 seconds (maxMemoryUsage: 8.00MB)');
  });
});
