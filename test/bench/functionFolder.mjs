// @ts-check
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { inRepository } from '../../scripts/shared/repository.mjs';
import { nameFor } from './traces.mjs';

const template = inRepository('media', 'templates', 'nodejs');

/**
 * @typedef {object} FunctionChoices
 * @property {string} purpose part of the function's name
 * @property {boolean} [benchServer] the bench's own server instead of the template's
 * @property {Record<string, unknown>} [props] put over those of the template's s.yaml; a dot leads further down
 */

/**
 * Writes a function made from the Node.js template.
 * @param {string} parent
 * @param {FunctionChoices} choices
 * @returns {Promise<string>} its folder
 */
export async function makeFunctionFolder(parent, { purpose, benchServer = false, props = {} }) {
  const name = nameFor(purpose);
  const folder = path.join(parent, name);
  /** @type {Record<string, string>} */
  const values = { name, imageName: name, caPort: '9000', dockerfile: 'Dockerfile' };
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(template)) {
    const text = await readFile(path.join(template, file), 'utf8');
    const filled = text.replace(/\{\{(\w+)\}\}/g, (placeholder, key) => values[key] ?? placeholder);
    await writeFile(path.join(folder, file), file === 's.yaml' ? withProps(filled, props) : filled);
  }
  if (benchServer) await cp(inRepository('test', 'bench', 'server.js'), path.join(folder, 'server.js'));
  return folder;
}

/**
 * @param {string} config
 * @param {Record<string, unknown>} props
 */
function withProps(config, props) {
  const document = parseDocument(config);
  for (const [name, value] of Object.entries(props))
    document.setIn(['resources', 'function', 'props', ...name.split('.')], value);
  return String(document);
}

/**
 * Adds files that `.dockerignore` keeps out of the build context.
 * @param {string} folder of the function
 * @param {number} count
 */
export async function addIgnoredFiles(folder, count) {
  const perFolder = 100;
  for (let at = 0; at < count; at += perFolder) {
    const inside = path.join(folder, 'node_modules', `package-${at / perFolder}`);
    await mkdir(inside, { recursive: true });
    const names = Array.from({ length: Math.min(perFolder, count - at) }, (_, index) => `file-${index}.js`);
    await Promise.all(names.map((name) => writeFile(path.join(inside, name), `module.exports = '${name}';\n`)));
  }
}
