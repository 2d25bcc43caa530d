import { describe, expect, it } from 'vitest';
import { runImageRules } from '../../../../src/core/lint/runRules.ts';
import { imageOf } from '../lintedFunction.ts';
import { file, summary } from '../marked.ts';

const check = (text: string, image: string, bases: Readonly<Record<string, string>> = {}) =>
  runImageRules({
    dockerfile: { file, text },
    image: imageOf(image),
    bases: new Map(Object.entries(bases).map(([ref, platform]) => [ref, imageOf(platform)])),
  });

describe('a base on this engine', () => {
  it('for another platform is an error where the image is made of it', () => {
    const text = 'FROM node:22 AS a\nFROM a\nCMD x';
    expect(summary(text, check(text, 'linux/amd64', { 'node:22': 'linux/arm64' }))).toEqual([
      'error base-not-amd64: node:22',
    ]);
  });

  it('for another platform is a warning where something is only compiled', () => {
    const text = 'FROM golang:1.23 AS build\nFROM scratch\nCOPY --from=build /x /';
    const findings = check(text, 'linux/amd64', { 'golang:1.23': 'linux/arm64' });
    expect(summary(text, findings)).toEqual(['warning base-not-amd64: golang:1.23']);
    expect(findings[0]?.message).toContain('docker pull --platform linux/amd64 golang:1.23');
  });

  it('may be for the machine that builds, when the stage says so', () => {
    const text = 'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\nFROM scratch\nCOPY --from=build /x /';
    expect(check(text, 'linux/amd64', { 'golang:1.23': 'linux/arm64' })).toEqual([]);
  });
});
