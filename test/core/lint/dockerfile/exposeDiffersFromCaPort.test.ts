import { describe, expect, it } from 'vitest';
import { exposeDiffersFromCaPort } from '../../../../src/core/lint/dockerfile/exposeDiffersFromCaPort.ts';
import { runDockerfileRules } from '../../../../src/core/lint/runRules.ts';
import { functionWith } from '../lintedFunction.ts';
import { file, fixed, marked } from '../marked.ts';

const start = 'CMD ["node", "server.js"]';
const check = (text: string, { spec = functionWith('port: 9000'), buildArgs = {} } = {}) =>
  runDockerfileRules({ dockerfile: { file, text: `${text}\n${start}` }, spec, buildArgs }).filter(
    ({ code }) => code === exposeDiffersFromCaPort.code,
  );

describe('EXPOSE agrees with CAPort', () => {
  it.each([
    'FROM node:22',
    'FROM node:22\nEXPOSE 9000',
    'FROM node:22\nEXPOSE 9000/tcp',
    'FROM node:22\nEXPOSE "9000"',
    'FROM node:22\nEXPOSE 8080 9000',
    'FROM node:22\nEXPOSE 8000-9999',
    'FROM node:22\nEXPOSE 53/udp',
    'FROM node:22\nEXPOSE 8080\nEXPOSE 9000',
    'FROM node:22\nENV PORT=9000\nEXPOSE $PORT',
    'FROM node:22\nARG PORT=9000\nEXPOSE ${PORT}/tcp',
    'FROM node:22\nEXPOSE ${PORT:-9000}',
    'ARG PORT=9000\nFROM node:22\nARG PORT\nEXPOSE $PORT',
    'FROM node:22 AS base\nENV PORT=9000\nFROM base\nEXPOSE $PORT',
    'FROM node:22 AS base\nEXPOSE 9000\nFROM base\nEXPOSE 8080',
    'FROM node:22\nEXPOSE $SOMETHING_ELSE',
    'FROM node:22\nEXPOSE http',
    'FROM node:22 AS build\nEXPOSE 8080\nFROM node:22',
  ])('in %j', (text) => {
    expect(check(text)).toEqual([]);
  });

  it('when a build argument makes it so', () => {
    const text = 'FROM node:22\nARG PORT=8080\nEXPOSE $PORT';
    expect(check(text, { buildArgs: { PORT: '9000' } })).toEqual([]);
    expect(check(text)).toHaveLength(1);
  });

  it('as long as nobody knows CAPort', () => {
    expect(check('FROM node:22\nEXPOSE 8080', { spec: functionWith("port: ${env('PORT')}") })).toEqual([]);
    expect(runDockerfileRules({ dockerfile: { file, text: `FROM node:22\nEXPOSE 8080\n${start}` } })).toEqual([]);
  });
});

describe('EXPOSE differs from CAPort', () => {
  it.each([
    ['FROM node:22\nEXPOSE 8080', '8080', 'EXPOSE 8080, but the CAPort of hello is 9000'],
    ['FROM node:22\nexpose 8080/tcp 53/udp', '8080/tcp', 'EXPOSE 8080'],
    ['FROM node:22\nEXPOSE 80-90', '80-90', 'EXPOSE 80-90'],
    ['FROM node:22\nENV PORT 8080\nEXPOSE $PORT', '$PORT', 'EXPOSE 8080'],
    ['FROM node:22 AS base\nEXPOSE 8080\nFROM base', '8080', 'EXPOSE 8080'],
  ])('in %j', (text, token, message) => {
    const findings = check(text);
    expect(findings).toMatchObject([{ severity: 'warning', file }]);
    expect(findings[0]?.message).toContain(message);
    expect(marked(text, findings[0]!)).toBe(token);
  });

  it.each([
    ['FROM node:22\nEXPOSE 8080', 'FROM node:22\nEXPOSE 9000'],
    ['FROM node:22\nEXPOSE 8080/tcp 81', 'FROM node:22\nEXPOSE 9000/tcp 81'],
    ['FROM node:22\nENV PORT=8080\nEXPOSE $PORT', 'FROM node:22\nENV PORT=9000\nEXPOSE $PORT'],
    ['FROM node:22\nARG A=1 PORT=8080\nEXPOSE ${PORT}', 'FROM node:22\nARG A=1 PORT=9000\nEXPOSE ${PORT}'],
  ])('%j is mended in the Dockerfile', (text, after) => {
    const [fix] = check(text)[0]!.fixes;
    expect(fix?.file).toBe(file);
    expect(fixed(text, fix)).toBe(after);
    expect(check(after)).toEqual([]);
  });

  it('or mended in s.yaml, where the port is written', () => {
    const [, fix] = check('FROM node:22\nEXPOSE 8080')[0]!.fixes;
    const { configFile, positions } = functionWith('port: 9000');
    expect(fix).toEqual({
      title: 'Set CAPort to 8080 in s.yaml',
      file: configFile,
      edits: [{ range: positions.port, newText: '8080' }],
    });
    expect(check('FROM node:22\nEXPOSE 8080', { spec: functionWith() })[0]?.fixes).toHaveLength(1);
  });
});
