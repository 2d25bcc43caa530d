import { describe, expect, it } from 'vitest';
import { readStartFile } from '../../../src/core/instance/startFile.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** The head of an ELF file as linkers write it: header, one program header of its loader, the loader's path. */
function elf({ machine = 62, loader = '', bits = 2, endian = 1 }): Buffer {
  const head = Buffer.alloc(256);
  head.write('\x7fELF', 'latin1');
  head.set([bits, endian], 4);
  head.writeUInt16LE(machine, 18);
  head.writeBigUInt64LE(64n, 32); // program headers begin
  head.writeUInt16LE(56, 54); // size of one
  head.writeUInt16LE(loader ? 2 : 1, 56);
  head.writeUInt32LE(1, 64);
  head.writeUInt32LE(3, 64 + 56);
  head.writeBigUInt64LE(200n, 64 + 56 + 8);
  head.writeBigUInt64LE(BigInt(loader.length + 1), 64 + 56 + 32);
  head.write(`${loader}\0`, 200);
  return head;
}

describe('The file of a start command', () => {
  it.each([
    ['#!/bin/sh\necho hi', { kind: 'script', interpreter: '/bin/sh', carriageReturn: false }],
    ['#!/bin/bash -e\r\necho hi\r\n', { kind: 'script', interpreter: '/bin/bash', carriageReturn: true }],
    ['#! /usr/bin/env node\n', { kind: 'script', interpreter: '/usr/bin/env', carriageReturn: false }],
    ['#!/bin/sh\r', { kind: 'script', interpreter: '/bin/sh', carriageReturn: true }],
    ['echo hi\n#!/bin/sh', { kind: 'other' }],
    ['#!\n', { kind: 'other' }],
    ['', { kind: 'other' }],
  ])('%j is a script if its first line says so', (content, file) => {
    expect(readStartFile(text(content))).toEqual(file);
  });

  it.each([
    [{}, { kind: 'program', architecture: 'amd64' }],
    [{ machine: 183 }, { kind: 'program', architecture: 'arm64' }],
    [{ machine: 4242 }, { kind: 'program', architecture: undefined }],
    [
      { loader: '/lib64/ld-linux-x86-64.so.2' },
      { kind: 'program', architecture: 'amd64', loader: '/lib64/ld-linux-x86-64.so.2' },
    ],
    [
      { bits: 1, machine: 3, loader: '/x' },
      { kind: 'program', architecture: '386' },
    ],
    [{ endian: 2 }, { kind: 'program', architecture: undefined }],
  ])('is a program %j', (header, file) => {
    expect(readStartFile(elf(header))).toEqual(file);
  });

  it('may be cut off anywhere', () => {
    const whole = elf({ loader: '/lib/ld-musl-x86_64.so.1' });
    for (let length = 0; length < whole.length; length++)
      expect(() => readStartFile(whole.subarray(0, length))).not.toThrow();
  });
});
