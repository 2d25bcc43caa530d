// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inRepository, repositoryRoot } from '../shared/repository.mjs';
import { dockerodeBeside, slimDockerode } from './dockerodePlugin.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

/**
 * @typedef {object} BuildChoices
 * @property {boolean} [production] minified, without source maps
 * @property {boolean} [tests] also the tests that run inside the extension host
 */

export const distFolder = inRepository('dist');
export const extensionTestsFolder = inRepository('out', 'test-extension');

/**
 * Every bundle of the project, as esbuild takes them. An entry that does not exist is left out.
 * @param {BuildChoices} choices
 * @returns {BuildOptions[]}
 */
export function bundles({ production = false, tests = false }) {
  /** @type {BuildOptions} */
  const common = {
    absWorkingDir: repositoryRoot,
    bundle: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    minify: production,
    sourcemap: production ? false : 'linked',
  };
  /** @type {BuildOptions} */
  const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
  /** @type {BuildOptions} */
  const root = { ...node, plugins: [dockerodeBeside], supported: { 'dynamic-import': false } };
  const all = [
    bundle(['src/extension.ts'], 'dist/extension.cjs', { ...root, external: ['vscode'] }),
    // No "vscode" here: the build itself proves that the core and its adapters do without an editor.
    bundle(['src/headless.ts'], 'dist/headless.cjs', root),
    { ...node, ...dockerode },
    media(common),
    ...(tests ? [extensionTests(node)] : []),
  ];
  return all.filter((options) => options !== undefined);
}

/**
 * Its native parts are optional: without them ssh2 does in JavaScript what they would do.
 * @type {BuildOptions}
 */
const dockerode = {
  stdin: {
    contents: "module.exports = require('dockerode');",
    resolveDir: repositoryRoot,
    sourcefile: 'dockerode.cjs',
  },
  outfile: 'dist/dockerode.cjs',
  external: ['cpu-features'],
  loader: { '.node': 'empty' },
  minify: true,
  sourcemap: false,
  plugins: [slimDockerode],
};

/**
 * One script and one style sheet per webview, named after its folder.
 * @param {BuildOptions} common
 */
function media(common) {
  const folders = readdirSync(inRepository('media'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const entryPoints = folders.flatMap(({ name }) =>
    ['main.ts', 'style.css']
      .map((file) => ({ in: `media/${name}/${file}`, out: name }))
      .filter((entry) => existsSync(inRepository(entry.in))),
  );
  if (entryPoints.length === 0) return undefined;
  /** @type {BuildOptions} */
  const browser = { platform: 'browser', format: 'iife', target: 'es2022', minify: true };
  return { ...common, ...browser, entryPoints, outdir: 'dist/media' };
}

/**
 * Each test file by itself; packages, and with them `vscode` and `mocha`, are looked up when it runs.
 * @param {BuildOptions} node
 */
function extensionTests(node) {
  const folder = inRepository('test', 'extension');
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  if (files.length === 0) return undefined;
  return bundle(
    files.map((name) => path.posix.join('test/extension', name.replaceAll(path.sep, '/'))),
    undefined,
    {
      ...node,
      packages: 'external',
      outbase: 'test/extension',
      outdir: extensionTestsFolder,
      outExtension: { '.js': '.cjs' },
    },
  );
}

/**
 * @param {string[]} entryPoints
 * @param {string | undefined} outfile
 * @param {BuildOptions} options
 * @returns {BuildOptions | undefined}
 */
function bundle(entryPoints, outfile, options) {
  return entryPoints.every((entry) => existsSync(inRepository(entry)))
    ? { ...options, entryPoints, outfile }
    : undefined;
}
