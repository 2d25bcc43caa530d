import { expect, it } from 'vitest';
import { runInstanceRules } from '../../../../src/core/lint/runRules.ts';
import type { StartFailure } from '../../../../src/core/shared/startFailure.ts';
import { file, summary } from '../marked.ts';

const failure: StartFailure = {
  code: 'FunctionNotStarted',
  message: 'Function instance health check failed on port 9000 in 120 seconds.\nLogs:',
  found: ['The server listens on 127.0.0.1:9000.', 'Listen on 0.0.0.0.'],
  logTail: '',
};
const check = (text: string) => runInstanceRules({ dockerfile: { file, text }, failure });

it.each([
  ['FROM node:22\nCMD ["a"]\nEXPOSE 1\nCMD ["b"]\nUSER 1', 'CMD ["b"]'],
  ['FROM node:22\nENTRYPOINT ["a"]\nEXPOSE 1', 'ENTRYPOINT ["a"]'],
  ['FROM node:22 AS a\nCMD a\nFROM a\nRUN x', 'CMD a'],
  ['FROM node:22\nEXPOSE 1\nRUN x', 'EXPOSE 1'],
  ['FROM node:22\nRUN x', 'FROM node:22'],
])('a failed start is shown where %j says how to start', (text, token) => {
  expect(summary(text, check(text))).toEqual([`error start-failed: ${token}`]);
});

it('says what the platform says, and then what was found', () => {
  expect(check('FROM node:22\nCMD x')[0]?.message).toBe(
    'FunctionNotStarted: Function instance health check failed on port 9000 in 120 seconds. ' +
      'The server listens on 127.0.0.1:9000. Listen on 0.0.0.0.',
  );
});

it('has no place in a Dockerfile without FROM', () => {
  expect(check('')).toEqual([]);
});
