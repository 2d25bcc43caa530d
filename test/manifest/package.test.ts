import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtinModules } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inRepository, manifest } from './manifest.ts';

/** A repository of its own, built and full of what must not go in: other runs may be building the real one. */
let folder: string;
let files: readonly string[];
let sizeBytes: number;

const run = promisify(execFile);
const builtins = new Set(builtinModules);
const bundle = (name: string): Promise<string> => readFile(path.join(folder, 'dist', name), 'utf8');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fc-package-'));
  for (const name of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'media'])
    await cp(inRepository(name), path.join(folder, name), { recursive: true });
  for (const name of [
    'src/extension.ts',
    'test/x.test.ts',
    'dist/extension.cjs.map',
    '.env',
    'notes.md',
    'out/log.txt',
  ]) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), 'not for the package\n');
  }
  await buildBundles();
  const vsce = inRepository('node_modules/@vscode/vsce/vsce');
  const vsix = path.join(folder, 'extension.vsix');
  const list = await run(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: folder });
  files = list.stdout.trim().split('\n').sort();
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix];
  await run(process.execPath, [vsce, 'package', ...options], { cwd: folder });
  ({ size: sizeBytes } = await stat(vsix));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function buildBundles(): Promise<void> {
  // esbuild options live in a script, which has no types here
  const script = pathToFileURL(inRepository('scripts/build/bundles.mjs')).href;
  const { bundles } = (await import(script)) as { bundles: (choices: object) => BuildOptions[] };
  for (const options of bundles({ production: true }))
    await build({
      ...options,
      ...(options.outfile === undefined
        ? {}
        : {
            outfile: path.join(
              folder,
              path.relative(inRepository('.'), path.resolve(inRepository('.'), options.outfile)),
            ),
          }),
      ...(options.outdir === undefined ? {} : { outdir: path.join(folder, options.outdir) }),
    });
}

describe('the package', () => {
  test('holds exactly this', async () => {
    const templates = await readdir(inRepository('media/templates'), { recursive: true, withFileTypes: true });
    const templateFiles = templates
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(inRepository('.'), path.join(entry.parentPath, entry.name)));
    expect(files).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/dockerode.cjs',
        'dist/extension.cjs',
        'dist/media/invoke.css',
        'dist/media/invoke.js',
        'media/icons/activity.svg',
        'media/icons/icon.png',
        'media/icons/icon.svg',
        'media/languages/fc-log.language-configuration.json',
        'media/languages/fc-log.tmLanguage.json',
        'package.json',
        ...templateFiles,
      ].sort(),
    );
  });

  test('holds the templates whole, with the files whose names begin with a dot', () => {
    for (const name of ['nodejs', 'python'])
      for (const file of ['.dockerignore', 'Dockerfile', 's.yaml', 'README.md'])
        expect(files).toContain(`media/templates/${name}/${file}`);
  });

  test('holds the files the manifest names', () => {
    const { icon, main, contributes } = manifest;
    const icons = contributes.viewsContainers.activitybar.map((container) => container.icon);
    const languages = contributes.languages.map(({ configuration }) => configuration);
    const grammars = contributes.grammars.map((grammar) => grammar.path);
    for (const file of [icon, path.posix.normalize(main), ...icons, ...languages, ...grammars])
      expect(files).toContain(file);
  });

  test('is smaller than 1.5 MB', () => {
    expect(sizeBytes).toBeLessThan(1_500_000);
    expect(sizeBytes).toBeGreaterThan(100_000);
  });
});

describe('the bundles', () => {
  test('keep the engine client out of what activation reads', async () => {
    const [extension, dockerode] = [await bundle('extension.cjs'), await bundle('dockerode.cjs')];
    expect(dockerode).toContain('/containers/create?');
    expect(extension).not.toContain('/containers/create?');
    expect(extension).toMatch(/require\("\.\/dockerode\.cjs"\)/);
  });

  test('know of the editor only where it is', async () => {
    const editor = /require\(["']vscode["']\)/;
    expect(await bundle('extension.cjs')).toMatch(editor);
    expect(await bundle('headless.cjs')).not.toMatch(editor);
    expect(await bundle('dockerode.cjs')).not.toMatch(editor);
  });

  test('need no package that is not in them', async () => {
    for (const name of ['extension.cjs', 'headless.cjs']) {
      const required = [...(await bundle(name)).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, id]) => id ?? '');
      const builtIn = (id: string): boolean => id.startsWith('node:') || builtins.has(id);
      const others = required.filter((id) => !builtIn(id) && !['vscode', './dockerode.cjs'].includes(id));
      expect(others, name).toEqual([]);
    }
  });
});
