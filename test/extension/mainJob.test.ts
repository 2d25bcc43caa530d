import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Instance } from '../../src/core/instance/instance.ts';
import { refused, run } from './support/commands.ts';
import { containersOf, hasImage, removeImage } from './support/engine.ts';
import { inWorkspace } from './support/workspaceFiles.ts';

const image = 'fc-containers-tests/echo:v1';
const requestId = /^1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/;

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly peerPort: number;
  readonly greeting: string;
  readonly accountId: string;
}

// One story, in the order of a person's day.
describe('build, start, invoke, restart, stop', () => {
  let instance: Instance;
  before(() => removeImage(image));
  after(async () => {
    await run('fcContainer.instance.stop', 'echo').catch(() => undefined);
    await removeImage(image);
  });

  it('names the step before when there is no image', async () => {
    const error = await refused('ImageMissing', 'fcContainer.instance.start', { function: 'echo' });
    assert.equal(error.hint, 'Build echo first.');
    assert.deepEqual(await containersOf('echo'), []);
  });

  it('builds the image for linux/amd64', async () => {
    const built = await run('fcContainer.image.build', { function: 'echo' });
    assert.equal(built.ref, image);
    assert.equal(`${built.os}/${built.architecture}`, 'linux/amd64');
    assert.match(built.id, /^sha256:/);
    assert.ok(built.sizeBytes > 1_000_000);
    assert.ok(await hasImage(image));
  });

  it('starts an instance, published on this machine', async () => {
    instance = await run('fcContainer.instance.start', { function: 'echo' });
    assert.equal(instance.state, 'idle');
    assert.equal(instance.functionName, 'echo');
    assert.equal(instance.functionId, `${inWorkspace('echo', 's.yaml')}#function`);
    assert.equal(instance.caPort, 9000);
    assert.match(instance.instanceId, /^c-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/);
    assert.ok(instance.coldStart !== undefined && instance.coldStart.totalMs > 0);
    assert.deepEqual(await containersOf('echo'), [instance.containerId]);
    const response = await fetch(`http://127.0.0.1:${instance.hostPort}/direct`);
    assert.equal(((await response.json()) as Echo).url, '/direct');
  });

  it('gives the running instance when it is started again', async () => {
    const again = await run('fcContainer.instance.start', { function: 'echo' });
    assert.equal(again.containerId, instance.containerId);
  });

  it('invokes it with an event', async () => {
    const body = '{"from":"a program"}';
    const result = await run('fcContainer.function.invoke', { function: 'echo', mode: 'event', body });
    assert.equal(result.statusCode, 200);
    assert.equal(result.functionName, 'echo');
    assert.match(result.requestId, requestId);
    assert.ok(result.durationMs > 0 && result.billedDurationMs === Math.ceil(result.durationMs));
    assert.equal(result.memorySizeMb, 512);
    assert.ok(result.maxMemoryMb !== undefined && result.maxMemoryMb > 1);
    assert.equal(result.coldStart, undefined);
    assert.equal(result.error, undefined);
    assert.equal(result.bodyEncoding, 'utf8');
    const echo = JSON.parse(result.body) as Echo;
    assert.equal(`${echo.method} ${echo.url}`, 'POST /invoke');
    assert.equal(echo.body, body);
    assert.equal(echo.headers['x-fc-request-id'], result.requestId);
    assert.equal(echo.headers['content-type'], 'application/octet-stream');
    assert.equal(echo.greeting, 'hello');
    assert.equal(echo.accountId, '1234567890123456');
  });

  it('invokes it by its name alone, with an empty event', async () => {
    const result = await run('fcContainer.function.invoke', 'echo' as never);
    const echo = JSON.parse(result.body) as Echo;
    assert.equal(`${echo.method} ${echo.url} ${echo.body}`, 'POST /invoke ');
  });

  it('passes an HTTP request through', async () => {
    const result = await run('fcContainer.function.invoke', {
      function: 'echo',
      mode: 'http',
      method: 'PUT',
      path: '/items/1?deep=true',
      headers: { 'x-mine': 'yes' },
      body: 'new',
    });
    const echo = JSON.parse(result.body) as Echo;
    assert.equal(`${echo.method} ${echo.url} ${echo.body}`, 'PUT /items/1?deep=true new');
    assert.equal(echo.headers['x-mine'], 'yes');
    assert.equal(result.headers['content-type'], 'application/json');
  });

  it('hands on any status, and a body that is no text as base64', async () => {
    const teapot = await run('fcContainer.function.invoke', { function: 'echo', mode: 'http', path: '/teapot' });
    assert.equal(teapot.statusCode, 418);
    const binary = await run('fcContainer.function.invoke', { function: 'echo', mode: 'http', path: '/binary' });
    assert.equal(binary.bodyEncoding, 'base64');
    assert.deepEqual([...Buffer.from(binary.body, 'base64')], [0xff, 0xfe, 0x00, 0x01]);
  });

  // The editor puts an agent of its own into node:http, which would open a connection per request.
  it('reuses its connection to the instance', async () => {
    const ports = [];
    for (let call = 0; call < 3; call++) {
      const { body } = await run('fcContainer.function.invoke', { function: 'echo', mode: 'http' });
      ports.push((JSON.parse(body) as Echo).peerPort);
    }
    assert.deepEqual(new Set(ports).size, 1, `ports ${ports.join(', ')}`);
  });

  it('restarts as another container at the same URL', async () => {
    const url = await run('fcContainer.function.copyUrl', { function: 'echo' });
    const next = await run('fcContainer.instance.restart', { function: 'echo' });
    assert.notEqual(next.containerId, instance.containerId);
    assert.equal(await run('fcContainer.function.copyUrl', { function: 'echo' }), url);
    assert.equal(((await (await fetch(`${url}/again`)).json()) as Echo).url, '/again');
    assert.deepEqual(await containersOf('echo'), [next.containerId]);
  });

  it('stops it and leaves no container behind', async () => {
    await run('fcContainer.instance.stop', { function: 'echo' });
    assert.deepEqual(await containersOf('echo'), []);
    const error = await refused('InstanceNotRunning', 'fcContainer.instance.stop', { function: 'echo' });
    assert.equal(error.message, 'echo has no running instance.');
    assert.equal(error.hint, undefined);
  });

  it('starts an instance for a call when none runs', async () => {
    const result = await run('fcContainer.function.invoke', { function: 'echo', mode: 'event' });
    assert.ok(result.coldStart !== undefined && result.coldStart.totalMs > 0);
    assert.equal((await containersOf('echo')).length, 1);
  });

  it('takes a name, an id or the file it is declared in', async () => {
    const id = `${inWorkspace('echo', 's.yaml')}#function`;
    const byId = await run('fcContainer.instance.start', id);
    const byName = await run('fcContainer.instance.start', 'echo');
    assert.equal(byId.containerId, byName.containerId);
  });

  it('refuses a mode it does not know', async () => {
    const mode = 'smoke-signal' as 'event';
    const error = await refused('InvalidArgument', 'fcContainer.function.invoke', { function: 'echo', mode });
    assert.equal(error.hint, 'Use event or http.');
  });

  it('tells a program that a name is unknown', async () => {
    const error = await refused('FunctionNotFound', 'fcContainer.instance.start', 'nobody');
    assert.ok(error.hint);
    await refused('FunctionNotFound', 'fcContainer.function.invoke', { function: 'nobody', mode: 'event' });
  });
});
