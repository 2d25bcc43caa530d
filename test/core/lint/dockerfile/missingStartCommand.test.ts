import { describe, expect, it } from 'vitest';
import { missingStartCommand } from '../../../../src/core/lint/dockerfile/missingStartCommand.ts';
import { runDockerfileRules } from '../../../../src/core/lint/runRules.ts';
import { functionWith } from '../lintedFunction.ts';
import { file, fixed, marked } from '../marked.ts';

const check = (text: string, spec = functionWith()) =>
  runDockerfileRules({ dockerfile: { file, text }, spec }).filter(({ code }) => code === missingStartCommand.code);

describe('a Dockerfile that says how to start', () => {
  it.each([
    'FROM node:22\nCMD ["node", "server.js"]',
    'FROM node:22\nCMD node server.js',
    'from node:22\nentrypoint ["node"]',
    'FROM scratch\nENTRYPOINT ["/server"]\nCMD []',
    'FROM node:22 AS base\nCMD ["node", "a.js"]\nFROM base',
    'FROM node:22 AS Base\nENTRYPOINT ["node"]\nFROM base AS next\nFROM NEXT\nCOPY . .',
    'ARG STAGE=base\nFROM node:22 AS base\nCMD x\nFROM ${STAGE}',
    '',
    '# nothing yet',
    'RUN before any FROM',
    'FROM',
  ])('%j has no finding', (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each(['entrypoint: [node, server.js]', 'command: [server.js]'])('leaves it to s.yaml: %s', (line) => {
    expect(check('FROM node:22', functionWith(line))).toEqual([]);
  });
});

describe('a Dockerfile that does not say how to start', () => {
  it.each([
    ['FROM node:22', 'warning', 'FROM node:22'],
    ['FROM registry.example.com/library/python:3.12', 'warning', 'FROM registry.example.com/library/python:3.12'],
    ['FROM nginx:1.27', 'information', 'FROM nginx:1.27'],
    ['FROM scratch\nCOPY server /', 'error', 'FROM scratch'],
    ['FROM node:22 AS build\nCMD ["npm", "test"]\nFROM alpine:3', 'warning', 'FROM alpine:3'],
    ['FROM node:22\nCMD []', 'warning', 'FROM node:22'],
    ['FROM node:22\nONBUILD CMD x\nHEALTHCHECK CMD y', 'warning', 'FROM node:22'],
    ['ARG BASE_IMAGE\nFROM ${BASE_IMAGE}', 'warning', 'FROM ${BASE_IMAGE}'],
    ['FROM node:22\nRUN <<EOF\nCMD x\nEOF', 'warning', 'FROM node:22'],
  ])('%j has a finding', (text, severity, token) => {
    const findings = check(text);
    expect(findings).toMatchObject([{ severity, file }]);
    expect(marked(text, findings[0]!)).toBe(token);
  });

  it.each([
    ['FROM node:22\nWORKDIR /app\nCOPY server.js ./', 'CMD ["node", "server.js"]'],
    ['FROM node:22\nWORKDIR /app\nCOPY package.json index.js ./', 'CMD ["node", "index.js"]'],
    ['FROM node:22\nWORKDIR /app\nCOPY package*.json package.json ./', 'CMD ["npm", "start"]'],
    ['FROM node:22\nCOPY src/server.mjs /app/', 'CMD ["node", "app/server.mjs"]'],
    ['FROM python:3.12\nWORKDIR /app\nCOPY ["app.py", "/srv/"]', 'CMD ["python3", "/srv/app.py"]'],
    ['FROM eclipse-temurin:21\nCOPY --from=build /x/app.jar /app.jar', 'CMD ["java", "-jar", "app.jar"]'],
    ['FROM node:22\nCOPY . .', 'CMD ["node", "server.js"]'],
    ['FROM python:3\nCOPY . .', 'CMD ["python3", "app.py"]'],
    ['FROM debian:12\nCOPY . .', 'CMD ["./server"]'],
  ])('%j gets a likely command', (text, command) => {
    const after = fixed(text, check(text)[0]?.fixes[0]);
    expect(after).toBe(`${text}\n${command}`);
    expect(check(after)).toEqual([]);
  });

  it('gets it at the end of the final stage, in the line ends of the file', () => {
    const text = 'FROM node:22 AS build\r\nRUN make\r\nFROM node:22\r\nCOPY server.js .\r\n\r\n# the end\r\n';
    const after = fixed(text, check(text)[0]?.fixes[0]);
    expect(after).toContain('COPY server.js .\r\nCMD ["node", "server.js"]\r\n\r\n# the end');
  });

  it.each(['FROM node:22\nRUN a \\', 'FROM node:22\nRUN <<EOF\necho'])('%j has to be finished first', (text) => {
    expect(check(text)).toMatchObject([{ fixes: [] }]);
  });
});
