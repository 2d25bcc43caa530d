import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'mocha';
import type { Instance } from '../../src/core/instance/instance.ts';
import { isAbortError } from '../../src/core/shared/abort.ts';
import { refused, run } from './support/commands.ts';
import { containersOf, killContainer } from './support/engine.ts';
import { eventually } from './support/eventually.ts';
import { configText, configure, remove, serverCommand, write } from './support/workspaceFiles.ts';

/** A function that runs without a build. */
async function writeRunnable(command: string): Promise<void> {
  const config = configText('runner', { image: 'fc-containers/node:22' });
  await write('runner/s.yaml', config.replace('        port:', `        command: ${command}\n        port:`));
  await run('fcContainer.functions.refresh');
}

const nobodyThere = 'unix:///nowhere/engine.sock';
const silent = JSON.stringify(['node', '-e', 'setInterval(() => {}, 1000)']);

describe('the engine', () => {
  afterEach(async () => {
    await configure({ 'engine.address': undefined });
    await run('fcContainer.instance.stop', 'runner').catch(() => undefined);
  });
  after(() => remove('runner'));

  it('that is not there is named, with the next step, and is found again', async () => {
    await writeRunnable(serverCommand('0.0.0.0:9000'));
    await run('fcContainer.instance.start', 'runner'); // on the engine that is there
    await run('fcContainer.instance.stop', 'runner');
    await configure({ 'engine.address': nobodyThere });
    const error = await refused('EngineNotFound', 'fcContainer.instance.start', 'runner');
    assert.ok(error.message.includes(nobodyThere), error.message);
    assert.match(error.hint ?? '', /Start that engine\. Or correct the engine address setting/);
    await configure({ 'engine.address': undefined });
    const instance = await run('fcContainer.instance.start', 'runner');
    assert.equal(instance.state, 'idle');
  });

  it('is asked to stop what it runs though another address is set meanwhile', async () => {
    await writeRunnable(serverCommand('0.0.0.0:9000'));
    await run('fcContainer.instance.start', 'runner');
    await configure({ 'engine.address': nobodyThere });
    await run('fcContainer.instance.stop', 'runner');
    assert.deepEqual(await containersOf('runner'), []);
  });

  it('has no container left of a start that was stopped', async () => {
    await writeRunnable(silent);
    const starting = run('fcContainer.instance.start', 'runner').catch((error: unknown) => error);
    await eventually(async () => assert.equal((await containersOf('runner')).length, 1));
    await run('fcContainer.instance.stop', 'runner');
    assert.ok(isAbortError(await starting));
    assert.deepEqual(await containersOf('runner'), []);
  });

  it('has one container of several starts at once', async () => {
    await writeRunnable(serverCommand('0.0.0.0:9000'));
    const starts: Instance[] = await Promise.all([1, 2, 3].map(() => run('fcContainer.instance.start', 'runner')));
    assert.equal(new Set(starts.map(({ containerId }) => containerId)).size, 1);
    assert.equal((await containersOf('runner')).length, 1);
  });

  it('has no container left of an instance that was killed, and a new one for the next call', async () => {
    await writeRunnable(serverCommand('0.0.0.0:9000'));
    const { containerId } = await run('fcContainer.instance.start', 'runner');
    await killContainer(containerId);
    await eventually(async () => assert.deepEqual(await containersOf('runner'), []));
    const result = await run('fcContainer.function.invoke', { function: 'runner', mode: 'event' });
    assert.equal(result.body, 'ok');
    assert.ok(result.coldStart !== undefined);
  });
});
