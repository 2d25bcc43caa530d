// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../shared/run.mjs';
import { unpackNpmPackage } from '../npmPackage.mjs';

const platform = `${process.platform}-${process.arch}`;

/**
 * @typedef {object} ServerNode
 * @property {string} executable
 * @property {string} folder holds `include/node`, which native modules are compiled against
 */

/**
 * The Node that runs the VS Code server: this one when its major version fits, else one from npm. Headers come from
 * npm too, whose `node-*` packages carry them.
 * @param {number} major
 * @param {string} folder where a Node or its headers may be put
 * @param {(doing: string) => void} doing
 * @returns {Promise<ServerNode>}
 */
export async function ensureServerNode(major, folder, doing) {
  const { node } = process.versions;
  if (Number(node.split('.')[0]) !== major) {
    doing(`Node ${major} from npm, for the VS Code server`);
    await unpackNpmPackage(`node-${platform}@${major}`, folder, ['bin/node', 'include']);
    return { executable: path.join(folder, 'bin/node'), folder };
  }
  const installation = path.dirname(path.dirname(process.execPath));
  if (existsSync(path.join(installation, 'include/node/node.h')))
    return { executable: process.execPath, folder: installation };
  doing(`headers of Node ${node} from npm`);
  await unpackNpmPackage(`node-${platform}@${node}`, folder, ['include']);
  return { executable: process.execPath, folder };
}

/**
 * The full version of a Node executable.
 * @param {string} executable
 */
export const nodeVersion = async (executable) => (await run(executable, ['--version'])).trim();
