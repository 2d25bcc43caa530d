import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { configFile, configWith, marked } from './configText.ts';

const read = (text: string) => readFunctionSpecs(configFile, text);

describe('the text of an s.yaml', () => {
  it('may begin with a byte order mark and end its lines with CRLF; positions are the editor’s', () => {
    const text = configWith('timeout: 0');
    const { findings } = read(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
    expect(findings.map((finding) => marked(text, finding))).toEqual(['0']);
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# todo'],
    ['a word', 'hello'],
    ['a list', '- a\n- b'],
    ['null everywhere', 'resources:\n  a:\n  b: ~\n  c: { component: fc3, props: }'],
    ['tabs', 'resources:\n\thello:\n\t\tcomponent: fc3'],
    ['keys that are no text', '? [a]\n: b\n1: x\n{{access}}: y\nresources: { 2: { component: fc3 }, ~: x }'],
    ['an alias to nothing', 'resources: *missing'],
    ['an alias to itself', 'resources: &r\n  hello: *r'],
    ['a merge of itself', 'resources: &r\n  <<: *r\n  hello: { component: fc3, props: { <<: *r } }'],
    ['a variable of itself', 'vars: { a: "${vars.a}${vars.a}${vars.a}" }\nresources: "${vars.a}"'],
    ['other documents', '---\n...\n---\nx\n%YAML 9\n---\n'],
    ['unknown tags', 'resources: !!binary x\nvars: !ruby/object:Gem {}'],
    ['deep nesting', '['.repeat(100_000)],
    ['deeper and shorter', '['.repeat(20_000)],
    ['deep sequences', `${'- '.repeat(60_000)}\nresources: 1`],
    ['deep keys', 'a: '.repeat(60_000)],
    ['deep questions', '? ['.repeat(30_000)],
    ['deep maps', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['control characters', 'resources: \u0000\u0007\nname: \uFFFF'],
  ])('may be %s', (_, text) => {
    expect(read(text).specs).toEqual([]);
  });

  it('is not said to lack what an unclosed quote swallows', () => {
    const { findings } = read(configWith('').replace('functionName: hello', 'functionName: "hello'));
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['yaml-syntax']));
  });

  it('is not said to lack what it may extend from another file', () => {
    const text = configWith('').replace(/ +image: .*\n/, '        port: 80\n');
    expect(read(text).findings).toMatchObject([{ code: 'missing-image' }]);
    expect(read(`extend: base.yaml\n${text}`).findings).toEqual([]);
  });

  it('is not read when it is far too large', () => {
    const { specs, findings } = read(`${configWith('')}${'# padding\n'.repeat(1_000_000)}`);
    expect(specs).toEqual([]);
    expect(findings).toMatchObject([{ code: 'config-too-large' }]);
  });

  it('never makes the reader throw, whatever is cut out of it or put into it', () => {
    const text = readFileSync(join(import.meta.dirname, '../../fixtures/functions/complete.s.yaml'), 'utf8');
    const pieces = [
      '\t',
      '"',
      "'",
      '[',
      '{',
      '&a ',
      '*common',
      '<<: ',
      '${vars.',
      '\n',
      ': ',
      '- ',
      '|',
      '\r',
      '\uFEFF',
    ];
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 300; round++) {
      const from = random(text.length);
      const mangled = text.slice(0, from) + pieces[random(pieces.length)]! + text.slice(from + random(40));
      expect(() => read(mangled)).not.toThrow();
    }
  });
});
