import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/core/function/configDocument.ts';
import { plainMap } from '../../../src/core/function/configValue.ts';

function plain(text: string) {
  const expressions: string[] = [];
  const value = plainMap(parseConfig(text).root!, 'config', (path) => expressions.push(path));
  return { value, expressions };
}

describe('a part of s.yaml as plain data', () => {
  it('has the values YAML gives them, variables of the file filled in', () => {
    const text = 'vars: { n: 3 }\nlist: [1, "1", true, ~, { a: b }]\nnumber: ${vars.n}\nempty:';
    expect(plain(text).value).toEqual({
      vars: { n: 3 },
      list: [1, '1', true, null, { a: 'b' }],
      number: 3,
      empty: null,
    });
  });

  it('names what only Serverless Devs knows, and keeps it as it is written', () => {
    expect(plain('a: { b: [x, "${env(\'X\')}"] }')).toEqual({
      value: { a: { b: ['x', "${env('X')}"] } },
      expressions: ['config.a.b[1]'],
    });
  });

  it('has no passwords and secrets', () => {
    expect(plain('user: shop\nPassword: hush\nin: { dbPassword: { a: hush }, clientSecret: hush }').value).toEqual({
      user: 'shop',
      in: {},
    });
  });

  it('ends where an alias stands for what it is written in', () => {
    const { value } = plain('a: &a { again: *a }');
    expect(JSON.stringify(value).match(/again/g)!.length).toBeLessThan(20);
  });

  it('ends before a few aliases become a million values', () => {
    const levels = Array.from({ length: 8 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`);
    const { value } = plain(['l0: &l0 ha', ...levels].join('\n'));
    expect(JSON.stringify(value).match(/ha/g)!.length).toBeLessThan(2000);
  });

  it('may have a key called __proto__', () => {
    expect(JSON.stringify(plain('__proto__: { admin: true }').value)).toBe('{"__proto__":{"admin":true}}');
  });
});
