import { describe, expect, it } from 'vitest';
import { everything, readDockerignore } from '../../../src/core/image/dockerignore.ts';

const excluded: readonly (readonly [lines: readonly string[], path: string, expected: boolean])[] = [
  [['node_modules'], 'node_modules', true],
  [['node_modules'], 'node_modules/left-pad/index.js', true],
  [['node_modules'], 'app/node_modules', false], // relative to the context, unlike in .gitignore
  [['**/node_modules'], 'app/node_modules/a.js', true],
  [['/logs/'], 'logs/a.log', true],
  [['*.log'], 'a.log', true],
  [['*.log'], 'logs/a.log', false],
  [['# a.txt', '', '   ', 'b.txt  '], 'a.txt', false],
  [['# a.txt', '', '   ', 'b.txt  '], 'b.txt', true],
  [['*.md', '!README.md'], 'README.md', false],
  [['!README.md', '*.md'], 'README.md', true], // the last pattern that fits decides
  [['*', '!src', 'src/*.test.ts'], 'src/a.ts', false],
  [['*', '!src', 'src/*.test.ts'], 'src/a.test.ts', true],
  [['a?c'], 'abc', true],
  [['[ab].txt'], 'b.txt', true],
  [['A.txt'], 'a.txt', false],
  [['数据'], '数据/一.csv', true],
];

describe('A .dockerignore', () => {
  it.each(excluded)('of %j says about %s: out %s', (lines, path, expected) => {
    expect(readDockerignore(lines.join('\n'), '/shop/.dockerignore').excludes(path)).toBe(expected);
    expect(readDockerignore(lines.join('\r\n'), '/shop/.dockerignore').excludes(path)).toBe(expected);
  });

  it('may begin with a byte order mark', () => {
    expect(readDockerignore('\uFEFFsecret.env', '/shop/.dockerignore').excludes('secret.env')).toBe(true);
  });

  it('of nothing keeps everything', () => {
    for (const filter of [everything, readDockerignore('', '/shop/.dockerignore')]) {
      expect(filter.excludes('a')).toBe(false);
      expect(filter.keepsBelow('a')).toBe(false);
    }
  });

  it.each([
    ['!node_modules/left-pad/index.js', 'node_modules', true],
    ['!node_modules/left-pad/index.js', 'node_modules/left-pad', true],
    ['! /node_modules/left-pad/ ', 'node_modules/left-pad', true],
    ['!node_modules_kept', 'node_modules', false],
    ['!README.md', 'node_modules', false],
    ['!**/keep.txt', 'node_modules', false],
    ['node_modules/a', 'node_modules', false],
  ])('with %s opens the excluded folder %s: %s', (line, folder, expected) => {
    expect(readDockerignore(`*\n${line}`, '/shop/.dockerignore').keepsBelow(folder)).toBe(expected);
  });

  it('names the line that is no pattern', () => {
    expect(() => readDockerignore('good\n[z-a]', '/shop/.dockerignore')).toThrow(
      expect.objectContaining({
        code: 'BuildFailed',
        message: '“[z-a]” in /shop/.dockerignore is not a pattern the build can read.',
        hint: expect.stringContaining('that line') as string,
      }),
    );
  });
});
