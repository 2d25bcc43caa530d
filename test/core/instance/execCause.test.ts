import { describe, expect, it } from 'vitest';
import { execCause } from '../../../src/core/instance/execCause.ts';
import type { StartFile } from '../../../src/core/instance/startFile.ts';

const program = (architecture: string | undefined, loader?: string): StartFile => ({
  kind: 'program',
  architecture,
  ...(loader === undefined ? {} : { loader }),
});

const sentences = (errno: 2 | 8 | 13, startFile?: StartFile, architecture = 'amd64', path = '/app/server') => {
  const image = { architecture };
  const { cause, found } = execCause({ errno, path }, [], startFile === undefined ? { image } : { image, startFile });
  return [cause, ...found];
};

describe('A start command in a format the kernel cannot run', () => {
  it.each([
    ['a program for arm64', program('arm64'), 'amd64', '/app/server is a program for arm64'],
    ['a program nobody knows', program(undefined), 'amd64', '/app/server is a program for another processor'],
    ['a file nobody saw in an image for arm64', undefined, 'arm64', 'The image is for arm64'],
    ['a file nobody saw', undefined, 'amd64', '/app/server is a program for another processor'],
  ])('that is %s is for the wrong processor', (_what, startFile, architecture, found) => {
    const sentence = `${found}; the platform runs linux/amd64.`;
    expect(sentences(8, startFile, architecture)).toEqual(['wrongArchitecture', sentence]);
  });

  it('that is text lacks its first line', () => {
    const found = '/app/server is no program, and as a script it does not begin with #!.';
    expect(sentences(8, { kind: 'other' })).toEqual(['noInterpreterLine', found]);
    expect(sentences(8, undefined, 'amd64', '/app/run.sh')[0]).toBe('noInterpreterLine');
  });
});

describe('A start command that is there and cannot be found', () => {
  it('has Windows line ends', () => {
    expect(sentences(2, { kind: 'script', interpreter: '/bin/sh', carriageReturn: true })).toEqual([
      'carriageReturn',
      '/app/server has Windows line ends: "/bin/sh\\r" was looked for as its interpreter.',
    ]);
  });

  it('lacks its interpreter', () => {
    expect(sentences(2, { kind: 'script', interpreter: '/bin/bash', carriageReturn: false })).toEqual([
      'interpreterMissing',
      '/app/server is a script for /bin/bash, which is not in the image.',
    ]);
  });

  it('lacks its loader', () => {
    expect(sentences(2, program('amd64', '/lib64/ld-linux-x86-64.so.2'))).toEqual([
      'loaderMissing',
      '/app/server is there, but its loader /lib64/ld-linux-x86-64.so.2 is not in the image.',
    ]);
  });

  it('may be any of these where nobody saw the file', () => {
    expect(sentences(2)).toEqual([
      'interpreterMissing',
      '/app/server is there, but what should run it is not: the interpreter in its first line, or the C library of a program.',
      'A script with Windows line ends fails in the same way.',
    ]);
  });
});

it('A start command that may not be executed is named', () => {
  expect(sentences(13)).toEqual(['notExecutable', '/app/server may not be executed.']);
});

it('A runtime that names no file means the one of the start command', () => {
  const facts = { image: { architecture: 'amd64' } };
  expect(execCause({ errno: 13 }, ['/start', 'x'], facts).found).toEqual(['/start may not be executed.']);
  expect(execCause({ errno: 13 }, [], facts).found).toEqual(['The start command may not be executed.']);
});
