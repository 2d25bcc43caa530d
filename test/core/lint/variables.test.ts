import { expect, it } from 'vitest';
import { parseDockerfile } from '../../../src/core/lint/parseDockerfile.ts';
import { finalChain } from '../../../src/core/lint/stageChain.ts';
import { expand, globalVariables, stageVariables } from '../../../src/core/lint/variables.ts';

const variables = new Map([
  ['A', 'a'],
  ['EMPTY', ''],
  ['UNSET', undefined],
]);

it.each([
  ['plain', 'plain'],
  ['$A/${A}', 'a/a'],
  ['${A:-x}${EMPTY:-x}${UNSET:-x}${NONE:-x}', 'axxx'],
  ['${EMPTY-x}${UNSET-x}', 'x'],
  ['${A:+y}${EMPTY:+y}${NONE:+y}', 'y'],
  ['\\$A', '$A'],
  ['$UNSET', undefined],
  ['x$NONE', undefined],
  ['${', '${'],
  ['$', '$'],
])('%j becomes %j', (text, expanded) => {
  expect(expand(text, variables)).toBe(expanded);
});

it.each([
  ['ARG A=1\nFROM x', {}, { A: '1' }],
  ['ARG A=1\nFROM x', { A: '2' }, { A: '2' }],
  ['ARG A=1\nARG B=$A$A\nFROM x', {}, { B: '11' }],
  ['FROM x', {}, { TARGETPLATFORM: 'linux/amd64', TARGETARCH: 'amd64', BUILDPLATFORM: undefined }],
])('FROM in %j with %j may use %j', (text, buildArgs, expected) => {
  const known = globalVariables(parseDockerfile(text), buildArgs);
  for (const [name, value] of Object.entries(expected)) expect(known.get(name)).toBe(value);
});

it.each([
  ['FROM x\nENV A=1', {}, '1'],
  ['FROM x\nARG A=1', {}, '1'],
  ['FROM x\nARG A=1', { A: '2' }, '2'],
  ['FROM x\nARG A=1\nENV A=3', { A: '2' }, '3'],
  ['FROM x\nENV A=3\nARG A=1', { A: '2' }, '3'],
  ['ARG A=1\nFROM x\nARG A', {}, '1'],
  ['ARG A=1\nFROM x', {}, undefined],
  ['FROM x AS b\nENV A=1\nFROM b', {}, '1'],
  ['FROM x AS b\nENV A=1\nFROM b\nENV A=${A}2', {}, '12'],
  ['FROM x AS b\nENV A=1\nFROM y', {}, undefined],
])('at the end of %j with %j, A is %j', (text, buildArgs, value) => {
  const dockerfile = parseDockerfile(text);
  expect(stageVariables(dockerfile, finalChain(dockerfile, buildArgs), buildArgs).get('A')).toBe(value);
});
