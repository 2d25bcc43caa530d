import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
  contributes: { configuration: { properties: Record<string, unknown> } };
};

describe.each(documents)('%s', (document) => {
  const text = readFileSync(document, 'utf8');

  it('links only to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(dirname(document), link)))).toEqual([]);
  });

  it('names only tests, sources and folders that are there', () => {
    const paths = [...text.matchAll(/`((?:src|test|media|scripts|docs)\/[\w/.-]*\w)`/g)].map(([, path]) => path!);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('names only npm scripts that are there', () => {
    const scripts = [...text.matchAll(/npm (?:run )?(test|start|(?<=run )[\w:]+)/g)].map(([, script]) => script!);
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  it('names only settings that are there', () => {
    const settings = [
      ...text.matchAll(
        /`(fcContainer\.(?:engine|build|instance|image|gateway|credentials|mounts|nonWebFunctions|accountId)[\w.]*)`/g,
      ),
    ].map(([, id]) => id!);
    expect(settings.filter((id) => !(id in manifest.contributes.configuration.properties))).toEqual([]);
  });
});

it('every row of the fidelity table names the tests that hold it', () => {
  const rows = readFileSync('docs/fidelity.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (?:The cloud|-)/.test(line));
  expect(rows.length).toBeGreaterThan(50);
  const unheld = rows.filter((row) => !/\| `test\/[\w/.-]+\.test\.ts`[^|]*\|$/.test(row));
  expect(unheld).toEqual([]);
});

it('the README explains every setting', () => {
  const readme = readFileSync('README.md', 'utf8');
  const missing = Object.keys(manifest.contributes.configuration.properties).filter(
    (id) => !readme.includes(`\`${id}\``),
  );
  expect(missing).toEqual([]);
});
