import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { ConfigurationTarget, workspace } from 'vscode';
import { refused, run } from './support/commands.ts';
import { configText, remove, serverCommand, write } from './support/workspaceFiles.ts';

const accessKeySecret = 'a-secret-that-must-not-be-seen';

async function useCredentials(source: 'own' | undefined): Promise<void> {
  const configuration = workspace.getConfiguration('fcContainer');
  await configuration.update('credentials.source', source, ConfigurationTarget.Global);
}

describe('credentials', () => {
  before(async () => {
    const config = configText('roleless', { image: 'fc-containers/node:22' });
    const command = `  command: ${serverCommand('0.0.0.0:9000')}`;
    await write('roleless/s.yaml', config.replace('        port:', `      ${command}\n        port:`));
    await run('fcContainer.functions.refresh');
    await useCredentials('own');
  });
  after(async () => {
    await run('fcContainer.credentials.forget');
    await useCredentials(undefined);
    await run('fcContainer.instance.stop', 'roleless').catch(() => undefined);
    await remove('roleless');
    await run('fcContainer.functions.refresh');
  });

  it('that are wanted and nowhere to be found are named, with the next step', async () => {
    const error = await refused('CredentialsUnavailable', 'fcContainer.instance.start', 'roleless');
    assert.match(error.message, /There are no Alibaba Cloud credentials of yours/);
  });

  it('are found once they are stored', async () => {
    await run('fcContainer.credentials.store', { accessKeyId: 'LTAI5t', accessKeySecret });
    const instance = await run('fcContainer.instance.start', 'roleless');
    assert.equal(instance.state, 'idle');
    assert.ok(!JSON.stringify(instance).includes(accessKeySecret));
    await run('fcContainer.instance.stop', 'roleless');
  });

  it('are gone once they are forgotten', async () => {
    await run('fcContainer.credentials.forget');
    await refused('CredentialsUnavailable', 'fcContainer.instance.start', 'roleless');
  });

  it('that lack a part are refused without a word of what was given', async () => {
    const incomplete = { accessKeyId: '', accessKeySecret };
    const error = await refused('InvalidArgument', 'fcContainer.credentials.store', incomplete);
    assert.match(error.message, /lack accessKeyId/);
    assert.ok(!JSON.stringify([error.message, error.hint, error.detail]).includes(accessKeySecret));
  });
});
