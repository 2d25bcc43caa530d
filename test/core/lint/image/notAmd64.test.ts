import { describe, expect, it } from 'vitest';
import { runImageRules } from '../../../../src/core/lint/runRules.ts';
import { imageOf } from '../lintedFunction.ts';
import { file, fixed, summary } from '../marked.ts';

const check = (text: string, image: string, bases: Readonly<Record<string, string>> = {}) =>
  runImageRules({
    dockerfile: { file, text },
    image: imageOf(image),
    bases: new Map(Object.entries(bases).map(([ref, platform]) => [ref, imageOf(platform)])),
  });

describe('a built image', () => {
  it('for linux/amd64 is what Function Compute runs', () => {
    expect(check('FROM node:22\nCMD x', 'linux/amd64', { 'node:22': 'linux/amd64' })).toEqual([]);
  });

  it.each([
    ['linux/arm64', 'FROM node:22', 'FROM node:22', 'docker pull --platform linux/amd64 node:22'],
    ['windows/amd64', 'FROM node:22', 'FROM node:22', 'The image is windows/amd64'],
    ['linux/arm64', 'ARG B=node:22\nFROM ${B}\nCMD x', 'FROM ${B}', 'docker pull --platform linux/amd64 node:22'],
    ['linux/arm64', 'FROM node:22 AS a\nFROM a\nCMD x', 'FROM node:22 AS a', 'pull'],
    ['linux/arm64', 'FROM alpine AS b\nFROM scratch\nCOPY --from=b /x /', 'FROM scratch', 'Build it again'],
    ['linux/arm64', 'FROM --platform=$TARGETPLATFORM node:22', 'FROM --platform=$TARGETPLATFORM node:22', 'pull'],
  ])('for %s is an error on the FROM it comes from, in %j', (platform, text, token, message) => {
    const findings = check(text, platform);
    expect(summary(text, findings)).toEqual([`error image-not-amd64: ${token}`]);
    expect(findings[0]?.message).toContain(message);
  });

  it.each([
    ['FROM --platform=linux/arm64 node:22', '--platform=linux/arm64', 'FROM node:22'],
    ['FROM   --platform=linux/arm64   node:22 AS x', '--platform=linux/arm64', 'FROM   node:22 AS x'],
    ['FROM --platform=$BUILDPLATFORM node:22', '--platform=$BUILDPLATFORM', 'FROM node:22'],
    ['ARG P=linux/arm64\nFROM --platform=${P} node:22', '--platform=${P}', 'ARG P=linux/arm64\nFROM node:22'],
  ])('for another platform because %j says so, is mended there', (text, token, after) => {
    const findings = check(text, 'linux/arm64', { 'node:22': 'linux/arm64' });
    expect(summary(text, findings)).toEqual([`error image-not-amd64: ${token}`]);
    expect(fixed(text, findings[0]?.fixes[0])).toBe(after);
  });
});
