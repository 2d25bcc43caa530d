// @ts-check
// Runs inside the extension host, where VS Code loads it with `require`: hence CommonJS.
const { appendFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const vscode = require('vscode');

/** @param {object} event */
const report = (event) => appendFileSync(String(process.env.FC_HOST_EVENTS), `${JSON.stringify(event)}\n`);

/** Activates the extension as a person would and reports VS Code's own page "Startup Performance". */
exports.run = async () => {
  try {
    report(await probe());
  } catch (error) {
    report({ error: String(error) });
    throw error;
  }
};

async function probe() {
  const { FC_PROBE_EXTENSION = '', FC_PROBE_COMMAND } = process.env;
  const extension = vscode.extensions.getExtension(FC_PROBE_EXTENSION);
  if (!extension) throw new Error(`extension ${FC_PROBE_EXTENSION} is not installed`);
  if (FC_PROBE_COMMAND) await vscode.commands.executeCommand(FC_PROBE_COMMAND);
  for (let waited = 0; waited < 15_000 && !extension.isActive; waited += 20) await sleep(20);
  if (!extension.isActive) await extension.activate();
  // The figures of the last phase are entered a moment after the extension counts as active.
  await sleep(1_500);
  await vscode.commands.executeCommand('perfview.show');
  let page = '';
  for (let waited = 0; waited < 10_000 && !page.includes('Activation Stats'); waited += 100) {
    await sleep(100);
    page = vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'perf')?.getText() ?? '';
  }
  return { page, extensionHostRssBytes: process.memoryUsage().rss };
}
