// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inRepository } from '../../../scripts/shared/repository.mjs';
import { run } from '../../../scripts/shared/run.mjs';
import { measureActivation } from '../../support/workbench/activation.mjs';
import { alternate } from '../alternate.mjs';
import { makeFunctionFolder } from '../functionFolder.mjs';
import { row } from '../row.mjs';
import { spreadOf } from '../statistics.mjs';

/**
 * Activation by VS Code's own account, of the installed extension and of one that does nothing.
 * @type {import('../figure.mjs').Figure}
 */
export const activation = {
  name: 'activation',
  title: 'Activation in VS Code',
  rounds: 3,
  needs: ['workbench'],
  async measure({ vsix, workbench, scratch }, rounds) {
    const workspace = await makeFunctionFolder(path.join(scratch, 'workspaces'), { purpose: 'activation' });
    const empty = await packageEmptyExtension(path.join(scratch, 'empty-extension'));
    const activate = (/** @type {{ vsix: string, extensionId: string }} */ extension) => async () => {
      const { totalMs, loadMs } = await measureActivation(workbench, { ...extension, workspace });
      return { ms: Math.max(totalMs, 1), loadMs };
    };
    const values = await alternate(
      {
        ours: activate({ vsix: (await vsix()).file, extensionId: 'fc-containers.fc-containers' }),
        empty: activate({ vsix: empty, extensionId: 'fc-containers-bench.empty' }),
      },
      rounds,
      { warmUp: false }, // every measurement is a whole VS Code, from its installation to its end
    );
    const loadMs = spreadOf(values.ours.loadMs).median;
    return [
      row({
        figure: 'activation',
        title: 'activation',
        unit: 'ms',
        against: 'an extension that does nothing',
        values: values.ours.ms,
        referenceValues: values.empty.ms,
        note:
          `of the median, ${loadMs} ms are loading the bundle; VS Code counts whole milliseconds, ` +
          'and where it counts 0, this table says 1',
      }),
    ];
  },
};

/**
 * @param {string} folder
 * @returns {Promise<string>} its .vsix
 */
async function packageEmptyExtension(folder) {
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: 'empty',
    publisher: 'fc-containers-bench',
    version: '0.0.1',
    engines: { vscode: '^1.90.0' },
    activationEvents: ['workspaceContains:**/s.yaml'],
    extensionKind: ['workspace'],
    main: './extension.js',
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'extension.js'), 'exports.activate = () => {};\n');
  const vsix = path.join(folder, 'empty.vsix');
  const choices = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', vsix];
  await run(process.execPath, [inRepository('node_modules/@vscode/vsce/vsce'), 'package', ...choices], { cwd: folder });
  return vsix;
}
