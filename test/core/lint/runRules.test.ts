import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dockerfileRules,
  imageRules,
  instanceRules,
  runDockerfileRules,
  runImageRules,
  runInstanceRules,
} from '../../../src/core/lint/runRules.ts';
import { functionWith, imageOf } from './lintedFunction.ts';
import { file, summary } from './marked.ts';

const text = 'FROM node:22\nEXPOSE 8080';
const check = (dockerfileText: string) =>
  runDockerfileRules({ dockerfile: { file, text: dockerfileText }, spec: functionWith() });

it('findings come in the order of the text', () => {
  expect(summary(text, check(text))).toEqual([
    'warning missing-start-command: FROM node:22',
    'warning expose-differs-from-ca-port: 8080',
  ]);
});

it.each([
  ['# fc-ignore missing-start-command', ['expose-differs-from-ca-port']],
  ['#fc-ignore missing-start-command because', ['expose-differs-from-ca-port']],
  ['# fc-ignore other, missing-start-command', ['expose-differs-from-ca-port']],
  ['# fc-ignore', ['missing-start-command', 'expose-differs-from-ca-port']],
  ['# ignore missing-start-command', ['missing-start-command', 'expose-differs-from-ca-port']],
  ['# fc-ignore missing-start-command\n', ['missing-start-command', 'expose-differs-from-ca-port']],
])('a comment %j above a line silences what it names', (comment, left) => {
  expect(check(`ARG X\n${comment}\n${text}`).map(({ code }) => code)).toEqual(left);
});

it('every rule is in a list, has its own code, and a file of its name', async () => {
  const rules = [...dockerfileRules, ...imageRules, ...instanceRules];
  const codes = rules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
  const folder = join(import.meta.dirname, '../../../src/core/lint');
  const files = await Promise.all(['dockerfile', 'image', 'instance'].map((kind) => readdir(join(folder, kind))));
  expect(files.flat()).toHaveLength(rules.length);
});

it('the rules are quick on a Dockerfile of two hundred lines', () => {
  const lines = Array.from({ length: 200 }, (_, line) => {
    const kinds = [
      `RUN apt-get install -y a$X`,
      `ENV A${line}=$PORT`,
      'COPY --from=build a /x/',
      '# note',
      'EXPOSE $PORT',
    ];
    return kinds[line % kinds.length];
  });
  const long = `FROM node:22 AS build\nENV PORT=8080\nFROM node:22\nENV PORT=9000\n${lines.join('\n')}`;
  const times = Array.from({ length: 40 }, () => {
    const begun = performance.now();
    check(long);
    return performance.now() - begun;
  });
  expect(Math.min(...times)).toBeLessThan(5);
});

describe('no text makes a rule throw', () => {
  const failure = { code: 'CAExited', cause: 'exited', message: 'x', found: [], logTail: '' } as const;
  const runAll = (mangled: string) => {
    const input = { dockerfile: { file, text: mangled }, spec: functionWith('port: 9000') };
    const bases = new Map([['node:22', imageOf('linux/arm64')]]);
    return [
      ...runDockerfileRules(input),
      ...runImageRules({ ...input, image: imageOf('linux/arm64'), bases }),
      ...runInstanceRules({ ...input, failure }),
    ];
  };

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\uFEFFFROM node:22'],
    ['only a backslash', '\\'],
    ['an escape directive', '# escape=`\nFROM node:22 `\n AS x'],
    ['FROM without an image', 'FROM\nFROM AS x\nFROM --platform= y\nFROM --platform x'],
    ['a stage built on itself', 'FROM a AS a\nFROM a AS a\nFROM a'],
    ['open quotes', 'FROM node:22\nENV A="b\nEXPOSE "80\nCMD ["node'],
    ['open here-documents', 'FROM node:22\nRUN <<A <<B\nA\n'],
    ['open variables', 'FROM ${\nEXPOSE ${PORT $ ${} ${:-} $$'],
    ['huge ports', 'FROM node:22\nEXPOSE 99999999999 1-2-3 -1 /tcp'],
    ['a megabyte', `FROM node:22\n${'RUN x\n'.repeat(200_000)}`],
    ['a long line', `FROM node:22\nRUN ${'x '.repeat(20_000)}`],
    ['many variables', `FROM node:22\nEXPOSE ${'${A:-${B}}'.repeat(2000)}`],
  ])('not %s', (_, mangled) => {
    for (const finding of runAll(mangled)) expect(finding.message).not.toBe('');
  });

  it('not one of many hundred mangled Dockerfiles', async () => {
    const folder = join(import.meta.dirname, '../../../media/templates');
    const whole =
      (await readFile(join(folder, 'nodejs/Dockerfile'), 'utf8')) +
      'FROM --platform=linux/arm64 node:22 AS two\nENV PORT="80 80" B=\\\n c\nRUN <<EOF\nx\nEOF\nEXPOSE $PORT ${X:-1}\nFROM two\n';
    const pieces = [
      '\\',
      '"',
      "'",
      '[',
      ']',
      '$',
      '${',
      '}',
      '<<EOF',
      '\n',
      '\r',
      '#',
      'FROM ',
      ' AS ',
      '=',
      '`',
      '\t',
      '\0',
    ];
    let seed = 11;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 400; round++) {
      let mangled = whole;
      for (let cut = random(4); cut >= 0; cut--) {
        const from = random(mangled.length);
        mangled = mangled.slice(0, from) + pieces[random(pieces.length)]! + mangled.slice(from + random(20));
      }
      expect(() => runAll(mangled), mangled).not.toThrow();
    }
  });
});
