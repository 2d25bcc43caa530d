import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { describeHostile, type AddHostile } from './hostileSet.ts';
import { refused } from './outcomes.ts';

const sh = (script: string): readonly string[] => ['sh', '-c', script];
const executable = (content: string | Uint8Array): { content: string | Uint8Array; mode: number } => ({
  content,
  mode: 0o755,
});

/** The first bytes of a program for arm64: magic, 64 bits, little endian, and `e_machine` 183. */
function foreignProgram(): Uint8Array {
  const program = Buffer.alloc(4096);
  program.write('\x7fELF\x02\x01\x01', 'latin1');
  program.writeUInt16LE(2, 16);
  program.writeUInt16LE(183, 18);
  return program;
}

const files = {
  garbage: executable(Buffer.concat([Buffer.from([0]), randomBytes(255)])),
  'no-first-line': executable('exec httpd -f\n'),
  'windows.sh': executable('#!/bin/sh\r\nexec httpd -f\r\n'),
  'other-interpreter': executable('#!/usr/bin/perl\n'),
  foreign: executable(foreignProgram()),
  'not-executable': { content: '#!/bin/sh\nexec httpd -f\n', mode: 0o644 },
};

/** A start command, what a client is told, and what a person finds in the log. */
interface Row {
  readonly what: string;
  readonly runs: readonly string[];
  readonly code: string;
  readonly message: RegExp;
  readonly found: RegExp;
  readonly props?: Readonly<Record<string, unknown>>;
}

const exited = (text: string, command = '.*'): RegExp =>
  new RegExp(String.raw`^Function instance exited unexpectedly\(${text}\) with start command '${command}'\.`);
const notStarted = /^Function instance health check failed on port 9000 in 2 seconds\./;

const rows: readonly Row[] = [
  {
    what: 'ends by itself',
    runs: sh('echo all done'),
    code: 'CAExited',
    message: new RegExp(`${exited('code 0', 'sh -c echo all done').source}\nLogs:all done$`),
    found: /^The start command ended by itself, without an error\./,
  },
  {
    what: 'ends with exit code 3',
    runs: sh('echo connecting; echo Error: no such database >&2; exit 3'),
    code: 'CAExited',
    message: new RegExp(
      `${exited('code 3, message:no such process').source}\nLogs:(?:connecting\n)?Error: no such database`,
    ),
    found: /^Its (?:last line|error) was: Error: no such database$/,
  },
  {
    what: 'is not in the image',
    runs: ['/no/such/program'],
    code: 'CAFileNotFound',
    message:
      /^The function cannot be started\. Failed to start function instance\. Error: the file \/no\/such\/program is not exist$/,
    found: /there is no such file in the image/,
  },
  {
    what: 'starts what is not in the image',
    runs: sh('nodee server.js'),
    code: 'CAExited',
    message: exited('code 127, message:key has expired'),
    found: /^The command "nodee" is not in the image, or not in its PATH\.$/,
  },
  {
    what: 'is not executable',
    runs: ['/hostile/not-executable'],
    code: 'CAFilePermission',
    message: /^The CA process cannot be started due to \/hostile\/not-executable file don't have execute permissions$/,
    found: /is not an executable file|may not be executed/,
  },
  {
    what: 'is a folder',
    runs: ['/hostile'],
    code: 'CAFilePermission',
    message: /\/hostile file don't have execute permissions$/,
    found: /is not an executable file|may not be executed/,
  },
  {
    what: 'is a file of garbage',
    runs: ['/hostile/garbage'],
    code: 'CAExited',
    message: exited('code 8, message:exec format error'),
    found: /^\/hostile\/garbage is no program, and as a script it does not begin with #!\.$/,
  },
  {
    what: 'is a script without a first line',
    runs: ['/hostile/no-first-line'],
    code: 'CAExited',
    message: exited('code 8, message:exec format error'),
    found: /^\/hostile\/no-first-line is no program, and as a script it does not begin with #!\.$/,
  },
  {
    what: 'is a program for another processor',
    runs: ['/hostile/foreign'],
    code: 'CAExited',
    message: exited('code 8, message:exec format error'),
    found: /^\/hostile\/foreign is a program for arm64; the platform runs linux\/amd64\.$/,
  },
  {
    what: 'is a script with Windows line ends',
    runs: ['/hostile/windows.sh'],
    code: 'CAExited',
    message: exited('code 2, message:no such file or directory'),
    found: /^\/hostile\/windows\.sh has Windows line ends/,
  },
  {
    what: 'is a script for an interpreter that is not there',
    runs: ['/hostile/other-interpreter'],
    code: 'CAExited',
    message: exited('code 2, message:no such file or directory'),
    found: /^\/hostile\/other-interpreter is a script for \/usr\/bin\/perl, which is not in the image\.$/,
  },
  {
    what: 'needs more memory than there is',
    runs: sh('tail /dev/zero'),
    code: 'CAExited',
    message: exited('code 137'),
    found: /killed for want of memory: the limit is 128 MB/,
    props: { cpu: 0.1, memorySize: 128 },
  },
  {
    what: 'listens on 127.0.0.1 only',
    runs: sh('exec httpd -f -p 127.0.0.1:9000'),
    code: 'FunctionNotStarted',
    message: notStarted,
    found: /^The server listens on 127\.0\.0\.1:9000 only\.$/,
  },
  {
    what: 'listens on another port',
    runs: sh('exec httpd -f -p 8080'),
    code: 'FunctionNotStarted',
    message: notStarted,
    found: /^The server listens on .*:8080, but CAPort is 9000\.$/,
  },
  {
    what: 'waits for something else',
    runs: sh('echo waiting for the database; trap "exit 0" TERM; sleep 600 & wait'),
    code: 'FunctionNotStarted',
    message: new RegExp(`${notStarted.source}\nLogs:waiting for the database$`),
    found: /^Nothing in the container listens on any port yet\. It is waiting for something/,
  },
  {
    what: 'is busy with something else',
    runs: sh('while :; do :; done'),
    code: 'FunctionNotStarted',
    message: notStarted,
    found: /^Nothing in the container listens on any port yet\. It is at work/,
    props: { cpu: 0.1, memorySize: 128 },
  },
];

function starts(add: AddHostile): void {
  for (const { what, runs, code, message, found, props } of rows)
    add(what, { runs, ...(props && { props }) }, async (fn) => {
      refused(412, code, message).check(await fn.invoke(), 'event');
      expect(await fn.containers()).toEqual([]);
      const said = await fn.prints(new RegExp(`^${code}: `));
      expect(`${code}: ${fn.seen.startFailure?.message}`).toBe(said);
      await fn.prints(found);
    });
}

describeHostile('A start command that', { settings: { startTimeoutSeconds: 2 }, files }, { starts });
