import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../src/core/lint/parseDockerfile.ts';
import { externalBases, finalChain, lastInstruction } from '../../../src/core/lint/stageChain.ts';

describe('the images a build begins with', () => {
  it.each([
    ['FROM node:22', {}, ['node:22']],
    ['FROM scratch', {}, []],
    ['FROM node:22 AS a\nFROM a\nFROM alpine\nFROM node:22', {}, ['node:22', 'alpine']],
    ['ARG BASE_IMAGE=node:22\nFROM ${BASE_IMAGE}', {}, ['node:22']],
    ['ARG BASE_IMAGE=node:22\nFROM ${BASE_IMAGE}', { BASE_IMAGE: 'mirror/node:22' }, ['mirror/node:22']],
    ['ARG T=22\nFROM node:${T}-alpine', { T: '24' }, ['node:24-alpine']],
    ['FROM ${UNKNOWN}', {}, []],
    ['ARG R\nFROM ${R:-docker.io}/node', {}, ['docker.io/node']],
    ['ARG A=a\nARG B=${A}/b\nFROM $B', {}, ['a/b']],
    ['FROM a AS b\nARG X=y\nFROM $X', { X: 'z' }, ['a']],
  ])('%j with build arguments %j begins with %j', (text, buildArgs, bases) => {
    expect(externalBases(parseDockerfile(text), buildArgs)).toEqual(bases);
  });
});

it.each([
  ['', []],
  ['FROM a AS one\nFROM b AS two\nFROM one AS three', ['three', 'one']],
  ['FROM a AS one\nFROM one AS one\nFROM ONE AS two', ['two', 'one', 'one']],
  ['FROM late AS one\nFROM b AS late', ['late']],
])('the final stage of %j is built on %j', (text, names) => {
  expect(finalChain(parseDockerfile(text), {}).map(({ name }) => name)).toEqual(names);
});

it('the last instruction of a kind is the one nearest to the image', () => {
  const chain = finalChain(parseDockerfile('FROM a AS one\nCMD 1\nUSER u\nFROM one\nCMD 2\nENTRYPOINT 3\nRUN 4'), {});
  const words = (...keywords: string[]) => lastInstruction(chain, ...keywords)?.words[0]?.value;
  expect([words('CMD', 'ENTRYPOINT'), words('CMD'), words('USER'), words('COPY')]).toEqual(['3', '2', 'u', undefined]);
});
