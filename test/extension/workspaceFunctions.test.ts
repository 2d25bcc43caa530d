import assert from 'node:assert/strict';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, describe, it } from 'mocha';
import { refused, run } from './support/commands.ts';
import { containersOf } from './support/engine.ts';
import { eventually } from './support/eventually.ts';
import {
  configText,
  newName,
  inWorkspace,
  remove,
  serverCommand,
  write,
  writeFunction,
} from './support/workspaceFiles.ts';

/** The image is there already: these tests need no build. */
const image = 'fc-containers/node:22';
const serve = `  command: ${serverCommand('0.0.0.0:9000')}`;

/** An s.yaml of a function that runs without a build. */
const runnable = (name: string): string =>
  configText(name, { image }).replace('        port:', `      ${serve}\n        port:`);

const isKnown = async (name: string): Promise<void> => {
  const error: unknown = await run('fcContainer.function.open', name).catch((thrown: unknown) => thrown);
  assert.equal(error, undefined);
};
const isUnknown = (name: string): Promise<unknown> => refused('FunctionNotFound', 'fcContainer.function.open', name);

describe('functions of the workspace', () => {
  afterEach(async () => {
    for (const folder of ['found', 'moved', 'one', 'two', 'running', 'odd', 'adopted']) await remove(folder);
    await run('fcContainer.functions.refresh');
  });

  it('are noticed when their s.yaml is written, changed and deleted by another program', async () => {
    await write('found/s.yaml', configText('first'));
    await eventually(() => isKnown('first'));
    await write('found/s.yaml', configText('second'));
    await eventually(() => isKnown('second'));
    await isUnknown('first');
    await remove('found/s.yaml');
    await eventually(() => isUnknown('second'));
  });

  it('are noticed in folders that are made and filled in a moment', async () => {
    const names = Array.from({ length: 20 }, () => newName('many'));
    for (const name of names) await write(`many/${name}/deep/${name}/s.yaml`, configText(name));
    for (const name of names) await eventually(() => isKnown(name));
    await remove('many');
    for (const name of names) await eventually(() => isUnknown(name));
  });

  it('are noticed when their folder is moved in, and out again', async () => {
    const outside = path.join(inWorkspace(), '..', 'outside');
    await write('../outside/s.yaml', configText('moved'));
    await rename(outside, inWorkspace('moved'));
    await eventually(() => isKnown('moved'));
    await rename(inWorkspace('moved'), outside);
    await eventually(() => isUnknown('moved'));
    await remove('../outside');
  });

  it('are told apart by their ids when they share a name', async () => {
    for (const folder of ['one', 'two']) await write(`${folder}/s.yaml`, runnable('twin'));
    await run('fcContainer.functions.refresh');
    const error = await refused('FunctionNotFound', 'fcContainer.instance.start', 'twin');
    assert.equal(error.message, "Several functions are called 'twin'.");
    const ids = ['one', 'two'].map((folder) => `${inWorkspace(folder, 's.yaml')}#function`);
    assert.ok(error.hint?.includes(ids[0]!), error.hint);
    const [one, two] = [
      await run('fcContainer.instance.start', ids[0]),
      await run('fcContainer.instance.start', ids[1]),
    ];
    assert.deepEqual([one.functionId, two.functionId], ids);
    assert.notEqual(one.hostPort, two.hostPort);
    assert.equal((await containersOf('twin')).length, 2);
    for (const id of ids) await run('fcContainer.instance.stop', id);
    assert.deepEqual(await containersOf('twin'), []);
  });

  it('stay and can be stopped while their s.yaml is half typed', async () => {
    await write('running/s.yaml', runnable('running'));
    await run('fcContainer.functions.refresh');
    await run('fcContainer.instance.start', 'running');
    await write('running/s.yaml', 'resources:\n  function: {component: fc3, props: [');
    await run('fcContainer.functions.refresh');
    await run('fcContainer.instance.stop', 'running');
    assert.deepEqual(await containersOf('running'), []);
    await run('fcContainer.functions.refresh');
    await isUnknown('running');
  });

  it('are found beside a folder that is called s.yaml', async () => {
    await mkdir(inWorkspace('odd', 's.yaml'), { recursive: true });
    await run('fcContainer.functions.refresh');
    await isKnown('echo');
  });

  it('are made of a Dockerfile that has no s.yaml', async () => {
    const dockerfile = inWorkspace('adopted', 'Dockerfile');
    await write('adopted/Dockerfile', 'FROM fc-containers/node:22\nEXPOSE 8081\nCMD ["node", "x.js"]\n');
    const { configFile } = await run('fcContainer.function.adopt', { dockerfile, name: 'adopted' });
    assert.equal(configFile, inWorkspace('adopted', 's.yaml'));
    await isKnown('adopted');
    await refused('DockerfileMissing', 'fcContainer.function.adopt', {
      dockerfile: inWorkspace('nowhere', 'Dockerfile'),
      name: 'nowhere',
    });
  });

  it('have nothing to build without a Dockerfile', async () => {
    await writeFunction('one');
    const error = await refused('DockerfileMissing', 'fcContainer.image.build', 'one');
    assert.ok(error.message.includes(inWorkspace('one', 'Dockerfile')), error.message);
    assert.ok(error.hint);
  });

  after(() => run('fcContainer.functions.refresh'));
});
