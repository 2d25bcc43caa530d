import { expect, it } from 'vitest';
import { refusedFile } from '../../../src/core/instance/refusedFile.ts';

const script = { kind: 'script', interpreter: '/bin/sh', carriageReturn: true };
const asked: string[] = [];
const containers = {
  fileHead: async (id: string, path: string) => {
    asked.push(`${id} ${path}`);
    await Promise.resolve();
    if (path === '/unreadable') throw new Error('no');
    return path === '/run.sh' ? new TextEncoder().encode('#!/bin/sh\r\n') : undefined;
  },
};

it.each([
  ['exec /run.sh: no such file or directory', script],
  ['standard_init_linux.go:228: exec user process caused: no such file or directory', script],
  ['exec /gone.sh: no such file or directory', undefined],
  ['exec /unreadable: exec format error', undefined],
])('the file of %j is looked at', async (output, file) => {
  expect(await refusedFile(containers, 'c1', { startCommand: ['/run.sh'], output })).toEqual(file);
});

it('no file is looked at when the start command ran', async () => {
  asked.length = 0;
  expect(await refusedFile(containers, 'c1', { startCommand: ['/run.sh'], output: 'hello' })).toBeUndefined();
  expect(asked).toEqual([]);
});
