import { describe, expect, it } from 'vitest';
import { runInstanceRules } from '../../../../src/core/lint/runRules.ts';
import type { StartFailure } from '../../../../src/core/shared/startFailure.ts';
import { file, summary } from '../marked.ts';

const failure: StartFailure = {
  code: 'FunctionNotStarted',
  cause: 'waiting',
  message: 'Function instance health check failed on port 9000 in 120 seconds.\nLogs:',
  found: ['Nothing listens.', 'It waits.'],
  nextStep: 'Look in the log.',
  logTail: '',
};
const check = (text: string, changes: Partial<StartFailure> = {}) =>
  runInstanceRules({ dockerfile: { file, text }, failure: { ...failure, ...changes } });

it.each([
  ['FROM node:22\nCMD ["a"]\nEXPOSE 1\nCMD ["b"]\nUSER 1', 'CMD ["b"]'],
  ['FROM node:22\nENTRYPOINT ["a"]\nEXPOSE 1', 'ENTRYPOINT ["a"]'],
  ['FROM node:22 AS a\nCMD a\nFROM a\nRUN x', 'CMD a'],
  ['FROM node:22\nEXPOSE 1\nRUN x', 'EXPOSE 1'],
  ['FROM node:22\nRUN x', 'FROM node:22'],
])('a failed start is shown where %j says how to start', (text, token) => {
  expect(summary(text, check(text))).toEqual([`error start-failed: ${token}`]);
});

describe('a cause that has a line of its own is shown there:', () => {
  const text = [
    'FROM node:22 AS base',
    'ENV HOST=0.0.0.0',
    'FROM base',
    'WORKDIR /x',
    'EXPOSE 8080',
    'ENV PORT=1 HOST=127.0.0.1',
    'USER app',
    'CMD ["b"]',
  ].join('\n');

  it.each([
    ['loopbackOnly', '127.0.0.1'],
    ['otherPort', 'EXPOSE 8080'],
    ['wrongArchitecture', 'FROM node:22 AS base'],
    ['loaderMissing', 'FROM node:22 AS base'],
    ['userMissing', 'USER app'],
    ['workingFolder', 'WORKDIR /x'],
    ['exited', 'CMD ["b"]'],
    ['healthStatus', 'CMD ["b"]'],
  ] as const)('%s', (cause, token) => {
    expect(summary(text, check(text, { cause }))).toEqual([`error start-failed: ${token}`]);
  });

  it.each(['loopbackOnly', 'otherPort', 'userMissing', 'workingFolder'] as const)(
    '%s, and at the start command where there is no such line',
    (cause) => {
      const short = 'FROM node:22\nENV HOST=0.0.0.0\nCMD a';
      expect(summary(short, check(short, { cause }))).toEqual(['error start-failed: CMD a']);
    },
  );
});

it('says what the platform says, then what was found, then what to do', () => {
  expect(check('FROM node:22\nCMD x')[0]?.message).toBe(
    'FunctionNotStarted: Function instance health check failed on port 9000 in 120 seconds. ' +
      'Nothing listens. It waits. Look in the log.',
  );
});

it('has no place in a Dockerfile without FROM', () => {
  expect(check('')).toEqual([]);
});
