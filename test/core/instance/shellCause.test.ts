import { describe, expect, it } from 'vitest';
import { shellCause } from '../../../src/core/instance/shellCause.ts';

const sentences = (exitCode: number, output: string): readonly (string | undefined)[] => {
  const cause = shellCause(exitCode, output);
  return [cause?.cause, ...(cause?.found ?? [])];
};

describe('A start script that does not find a command', () => {
  it.each([
    ['busybox', 'hi\n/app/start.sh: line 3: nodee: not found\n'],
    ['busybox -c', 'sh: nodee: not found'],
    ['dash', '/app/start.sh: 3: nodee: not found'],
    ['bash', 'bash: line 1: nodee: command not found'],
    ['busybox env', "env: can't execute 'nodee': No such file or directory"],
    ['coreutils env', 'env: ‘nodee’: No such file or directory'],
    ['coreutils env in the C locale', "/usr/bin/env: 'nodee': No such file or directory"],
  ])('names it (%s)', (_shell, output) => {
    expect(sentences(127, output)).toEqual([
      'commandNotFound',
      'The command "nodee" is not in the image, or not in its PATH.',
    ]);
  });

  it('names a path, where the file or its interpreter is missing', () => {
    expect(sentences(127, 'sh: 1: ./run.sh: not found')).toEqual([
      'commandNotFound',
      '"./run.sh" was not found: the file, or the interpreter in its first line.',
    ]);
  });

  it('says so even when the script kept silent', () => {
    expect(sentences(127, '')).toEqual([
      'commandNotFound',
      'A command of the start script is not in the image, or not in its PATH.',
    ]);
  });
});

describe('A script with Windows line ends', () => {
  it.each([
    ["env: can't execute 'node\r': No such file or directory", 127, 'node\\r'],
    ['env: ‘node\\r’: No such file or directory', 127, 'node\\r'],
    ['/app/run.sh: 2: \r: not found', 127, '\\r'],
    ["/app/run.sh: line 2: $'\\r': command not found", 127, "$'\\r'"],
    ['bash: ./run.sh: /bin/bash^M: bad interpreter: No such file or directory', 126, '/bin/bash^M'],
    ['/app/run.sh: line 3: exit: nodee\r: not found', 1, 'nodee\\r'],
  ])('gives itself away: %j', (output, exitCode, sought) => {
    expect(sentences(exitCode, output)).toEqual([
      'carriageReturn',
      `A script has Windows line ends: "${sought}" was looked for.`,
    ]);
  });
});

describe('A program that misses a library', () => {
  it.each([
    './server: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory',
    'Error loading shared library libssl.so.1.1: No such file or directory (needed by /app/server)',
  ])('names it: %s', (output) => {
    expect(sentences(127, output)).toEqual([
      'libraryMissing',
      'The program needs the library libssl.so.1.1, which is not in the image.',
    ]);
  });
});

describe('A file that may not be executed', () => {
  it.each([
    '/app/start.sh: exec: line 2: ./run.sh: Permission denied',
    'sh: 1: ./run.sh: Permission denied',
    "env: can't execute './run.sh': Permission denied",
  ])('is named, with the line that mends it: %s', (output) => {
    expect(shellCause(126, output)).toEqual({
      cause: 'notExecutable',
      found: ['"./run.sh" may not be executed.'],
      nextStep: 'Make it executable in the Dockerfile: RUN chmod +x ./run.sh',
    });
  });

  it('is told even when nobody named it', () => {
    expect(sentences(126, '')).toEqual(['notExecutable', 'A file of the start command may not be executed.']);
  });

  it('is another matter than an interpreter that is not there', () => {
    const output = 'bash: ./run.sh: /bin/zsh: bad interpreter: No such file or directory';
    expect(sentences(126, output)).toEqual([
      'interpreterMissing',
      'A script is for /bin/zsh, which is not in the image.',
    ]);
  });
});

it.each([
  [0, 'sh: nodee: not found'],
  [1, 'the page was not found'],
  [1, 'sh: nodee: not found'],
  [2, 'open: Permission denied'],
])('Nothing is made of exit code %d after %j', (exitCode, output) => {
  expect(shellCause(exitCode, output)).toBeUndefined();
});
