import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { env } from 'vscode';
import { refused, run } from './support/commands.ts';
import { containersOf } from './support/engine.ts';
import { eventually } from './support/eventually.ts';
import { configText, configure, inWorkspace, remove, write } from './support/workspaceFiles.ts';
import { freePort } from '../support/freePort.ts';

/** Answers with its path and its environment's instance id, after a moment where it is asked to. */
const server = [
  "const id = process.env.FC_INSTANCE_ID; require('http').createServer((q, r) =>",
  "setTimeout(() => r.end(q.url + ' ' + id), q.url === '/slow' ? 2500 : 0)).listen(9000, '0.0.0.0');",
  "process.on('SIGTERM', () => process.exit())",
].join(' ');

describe('a function that was started', () => {
  let url: string;
  before(async () => {
    const config = configText('door', { image: 'fc-containers/node:22', props: ['cpu: 0.35', 'memorySize: 1024'] });
    const command = `  command: ${JSON.stringify(['node', '-e', server])}`;
    await write('door/s.yaml', config.replace('        port:', `      ${command}\n        port:`));
    await run('fcContainer.functions.refresh');
    await run('fcContainer.instance.start', 'door');
  });
  after(async () => {
    await run('fcContainer.instance.stop', 'door').catch(() => undefined);
    await remove('door');
    await run('fcContainer.functions.refresh');
  });

  it('has a URL, which is copied', async () => {
    url = await run('fcContainer.function.copyUrl', 'door');
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(await env.clipboard.readText(), url);
    const answer = await fetch(`${url}/orders/7`);
    assert.match(await answer.text(), /^\/orders\/7 c-/);
    assert.match(answer.headers.get('x-fc-request-id') ?? '', /^1-/);
  });

  it('gets an instance for each call that finds the others busy', async () => {
    const answers = await Promise.all([1, 2, 3].map(async () => (await fetch(`${url}/slow`)).text()));
    assert.equal(new Set(answers).size, 3, answers.join(', '));
    assert.equal((await containersOf('door')).length, 3);
  });

  it('is reached by the API', async () => {
    const api = await run('fcContainer.gateway.serve', {});
    assert.match(api, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(await run('fcContainer.gateway.serve', {}), api);
    const answer = await fetch(`${api}/2023-03-30/functions/door/invocations`, { method: 'POST', body: '{}' });
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /^\/invoke c-/);
  });

  it('has its calls in the history, newest first', async () => {
    const calls = await run('fcContainer.history.show', 'door');
    assert.equal(calls.length, 5);
    assert.equal(calls[0]!.mode, 'event');
    assert.equal(calls.at(-1)!.target, 'GET /orders/7');
    const { requestId } = calls[0]!;
    await eventually(async () => assert.ok((await run('fcContainer.log.showRequest', { requestId })).lines >= 3));
  });

  it('has its calls saved as request metrics, a line each', async () => {
    const file = path.join(inWorkspace(), '..', 'calls.jsonl');
    const saved = await run('fcContainer.history.save', { path: file });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    await rm(file);
    assert.equal(lines.length, saved.calls);
    const ours = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(isOfDoor);
    assert.deepEqual([ours.length, ours[0]!['path']], [5, '/orders/7']);
    await refused('InvalidArgument', 'fcContainer.history.save', { path: 'calls.jsonl' });
  });

  it('gets a smaller memory size suggested after enough calls, and its s.yaml stays as it is', async () => {
    assert.equal(await run('fcContainer.function.adviseMemory', 'door'), undefined);
    for (let call = 0; call < 12; call++) await (await fetch(url)).text();
    const before = await readFile(inWorkspace('door', 's.yaml'), 'utf8');
    const advice = await run('fcContainer.function.adviseMemory', 'door');
    assert.deepEqual([advice?.kind, advice?.memorySizeMb], ['lower', 384]);
    assert.equal(await readFile(inWorkspace('door', 's.yaml'), 'utf8'), before);
  });

  it('gets one more instance for a call that waits, when more are allowed', async () => {
    await run('fcContainer.instance.restart', 'door');
    await configure({ 'instance.maxInstances': 1 });
    const answers = [1, 2].map(async () => (await fetch(`${url}/slow`)).text());
    await configure({ 'instance.maxInstances': 2 });
    await eventually(async () => assert.equal((await containersOf('door')).length, 2));
    await configure({ 'instance.maxInstances': undefined });
    assert.equal(new Set(await Promise.all(answers)).size, 2);
  });

  it('is reached by the API at another port, when that is set', async () => {
    const before = await run('fcContainer.gateway.serve', {});
    const port = await freePort();
    await configure({ 'gateway.port': port });
    await eventually(async () => assert.equal(await run('fcContainer.gateway.serve', {}), `http://127.0.0.1:${port}`));
    await assert.rejects(fetch(before));
    await configure({ 'gateway.port': undefined });
  });

  it('has no URL any more when it is stopped', async () => {
    await run('fcContainer.instance.stop', 'door');
    const error = await refused('InstanceNotRunning', 'fcContainer.function.copyUrl', 'door');
    assert.equal(error.hint, 'Start it first.');
    await assert.rejects(fetch(url));
    assert.deepEqual(await containersOf('door'), []);
  });
});

function isOfDoor({ functionName }: Record<string, unknown>): boolean {
  return functionName === 'door';
}
