import { describe, expect, it } from 'vitest';
import { exitCause, type ExitFacts } from '../../../src/core/instance/exitCause.ts';

const facts: ExitFacts = { spec: { memorySize: 512 }, image: { architecture: 'amd64' } };
const peak = { bytes: 511.6 * 1024 ** 2, kind: 'peak' } as const;

const causeOf = (exitCode: number, output: string, changes: Partial<ExitFacts> & { oomKilled?: boolean } = {}) => {
  const { oomKilled = false, ...more } = changes;
  return exitCause({ exitCode, oomKilled }, ['/start'], output, { ...facts, ...more });
};

describe('A container that ended for want of memory', () => {
  it('is told the limit, and how much of it was used', () => {
    expect(causeOf(137, '', { oomKilled: true, peak })).toEqual({
      cause: 'outOfMemory',
      found: ['It was killed for want of memory: the limit is 512 MB, of which 512 MB were used.'],
      nextStep: 'Raise memorySize in s.yaml, or let the start need less.',
    });
  });

  it('is told no peak that was only seen at one moment', () => {
    expect(causeOf(137, '', { oomKilled: true, peak: { ...peak, kind: 'sampled' } }).found).toEqual([
      'It was killed for want of memory: the limit is 512 MB.',
    ]);
  });

  it('may have lost a child, and ended with whatever code it chose', () => {
    const cause = causeOf(0, 'worker died', { outOfMemory: true });
    expect(cause).toMatchObject({ cause: 'outOfMemory', found: [expect.stringMatching(/^One of its processes was/)] });
  });

  it.each([134, 139])('by the limit of V8’s own heap ends with %d, and the kernel knows nothing of it', (code) => {
    const output = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n 1: 0xb7 node';
    expect(causeOf(code, output)).toEqual({
      cause: 'heapLimit',
      found: ['Node.js ended itself: its heap was full before the 512 MB of memorySize were.'],
      nextStep: expect.stringContaining('--max-old-space-size=384 ') as string,
    });
  });
});

describe('A container that ended with a code', () => {
  it.each([
    [139, 'SIGSEGV (exit code 139 = 128 + 11)'],
    [134, 'SIGABRT (exit code 134 = 128 + 6)'],
    [143, 'SIGTERM (exit code 143 = 128 + 15)'],
    [132, 'SIGILL (exit code 132 = 128 + 4)'],
  ])('of %d was ended by a signal, which has a name', (code, signal) => {
    expect(causeOf(code, '')).toEqual({ cause: 'killed', found: [`It was ended by the signal ${signal}.`] });
  });

  it('of 137 may have been out of memory where the engine does not say so', () => {
    expect(causeOf(137, '')).toMatchObject({
      cause: 'killed',
      nextStep: expect.stringContaining('memorySize') as string,
    });
  });

  it.each([145, 255, 129 + 64])('of %d is one of its own', (code) => {
    expect(causeOf(code, 'bye')).toEqual({ cause: 'exited', found: ['Its last line was: bye'] });
  });

  it('of 0 ended by itself, which a server must not', () => {
    expect(causeOf(0, 'migrated\n')).toMatchObject({
      cause: 'endedByItself',
      found: ['The start command ended by itself, without an error.', 'Its last line was: migrated'],
      nextStep: expect.stringContaining('foreground') as string,
    });
  });

  it.each([
    ['Error: no such module\n   \n', 'Its last line was: Error: no such module'],
    [
      "x.js:1\nError: Cannot find module 'x'\n    at node:1\n\nNode.js v22.1.0",
      "Its error was: Error: Cannot find module 'x'",
    ],
    ['Traceback:\nKeyError: 1\nduring it\nModuleNotFoundError: a', 'Its last line was: ModuleNotFoundError: a'],
    ['Exception in thread "main" java.lang.X\n\tat a.b', 'Its error was: Exception in thread "main" java.lang.X'],
    ['panic: oh\n\ngoroutine 1 [running]:', 'Its error was: panic: oh'],
    ['x'.repeat(500), `Its last line was: ${'x'.repeat(200)}`],
  ])('after printing %j is told by the line that tells most', (output, found) => {
    expect(causeOf(1, output)).toEqual({ cause: 'exited', found: [found] });
  });

  it('and not a word is not explained', () => {
    expect(causeOf(3, '')).toEqual({ cause: 'exited', found: [] });
  });
});

it('A start command the kernel refused is explained by its file', () => {
  const startFile = { kind: 'script', interpreter: '/bin/sh', carriageReturn: true } as const;
  expect(causeOf(1, 'exec /start: no such file or directory', { startFile }).cause).toBe('carriageReturn');
  expect(causeOf(255, 'exec /start: exec format error').cause).toBe('wrongArchitecture');
});

it('A start script that misses a command is explained by what its shell said', () => {
  expect(causeOf(127, 'sh: nodee: not found').cause).toBe('commandNotFound');
});
