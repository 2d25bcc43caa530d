import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { connectEngine, type ConnectOptions } from '../../../src/docker/connectEngine.ts';
import { connectRealEngine, describeWithEngine } from '../../support/realEngine.ts';
import { hungSocket, httpSocket } from './fakeSocket.ts';

/** A home without any engine, on a system whose well-known sockets are not this machine's. */
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fc-home-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

function search(changes: Partial<ConnectOptions> = {}): ConnectOptions {
  return { environment: {}, platform: 'linux', homeFolder: home, ...changes };
}

async function failureOf(options: ConnectOptions): Promise<FcError> {
  const error: unknown = await connectEngine(options).then(
    () => 'an engine was found',
    (reason: unknown) => reason,
  );
  if (!(error instanceof FcError)) throw new Error(`not the expected failure: ${String(error)}`);
  return error;
}

async function putContext(name: string, host: string): Promise<void> {
  const id = createHash('sha256').update(name).digest('hex');
  const folder = join(home, '.docker', 'contexts', 'meta', id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
}

describeWithEngine('A running engine', (real) => {
  it('is found and described without any setting', async () => {
    const { info } = await connectRealEngine();
    const system = (await real().docker.info()) as { NCPU: number; MemTotal: number; ServerVersion: string };
    expect(info).toMatchObject({ cpuCount: system.NCPU, memoryBytes: system.MemTotal, version: system.ServerVersion });
    expect(info.architecture).toMatch(/^(amd64|arm64)$/);
  });

  it('is found at the address of the setting, whatever DOCKER_HOST says', async () => {
    const { address } = real().engine.info;
    // docker-modem reads the environment of the process on its own, and would prefer this
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:9');
    const engine = await connectEngine(search({ address, environment: { DOCKER_HOST: 'tcp://127.0.0.1:9' } }));
    expect(engine.info.address).toBe(address);
    expect(await engine.images.inspect('fc-containers/busybox:1')).toBeDefined();
  });

  it('is found through a bare path and through a docker context', async () => {
    const { address } = real().engine.info;
    const bare = await connectEngine(search({ address: address.replace('unix://', '') }));
    expect(bare.info.address).toBe(address);
    await putContext('mine', address);
    const named = await connectEngine(search({ environment: { DOCKER_CONTEXT: 'mine' } }));
    expect(named.info.address).toBe(address);
  });

  it('takes the place of a current docker context that is switched off', async () => {
    await mkdir(join(home, '.docker'));
    await writeFile(join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: 'off' }));
    await putContext('off', 'unix:///no/such/docker.sock');
    const engine = await connectEngine(search());
    expect(engine.info.address).toBe('unix:///var/run/docker.sock');
  });
});

describe('No engine', () => {
  it('where there is no socket', async () => {
    const error = await failureOf(search({ address: 'unix:///no/such/docker.sock' }));
    expect(error).toMatchObject({
      code: 'EngineNotFound',
      message: expect.stringContaining('/no/such/docker.sock') as string,
    });
    expect(error.hint).toBe(
      'Start that engine. Or correct the engine address setting; without it, an engine is looked for.',
    );
  });

  it('where the socket of a stopped engine was left behind', async () => {
    const stale = join(home, 'plain-file');
    await writeFile(stale, '');
    expect(await failureOf(search({ address: stale }))).toMatchObject({ code: 'EngineNotRunning' });
  });

  it('where somebody accepts but never answers; it gives up after three seconds', async () => {
    await using socket = await hungSocket();
    const started = performance.now();
    const error = await failureOf(search({ address: socket.path }));
    expect(error).toMatchObject({
      code: 'EngineNotRunning',
      message: expect.stringContaining('no answer within 3 s') as string,
    });
    expect(performance.now() - started).toBeLessThan(3_500);
  });

  it('where something else answers', async () => {
    await using page = await httpSocket((_request, response) => response.end('<html>'));
    expect((await failureOf(search({ address: page.path }))).message).toContain('no Docker engine');
    await using nothing = await httpSocket((_request, response) => response.writeHead(404).end());
    expect((await failureOf(search({ address: nothing.path }))).message).toContain('no Docker engine');
  });

  it('where the engine runs Windows containers', async () => {
    await using socket = await httpSocket((_request, response) =>
      response.end(JSON.stringify({ ApiVersion: '1.45', Os: 'windows', Version: '26.1.0' })),
    );
    expect((await failureOf(search({ address: socket.path }))).message).toContain('Windows containers');
  });

  it('behind an address over SSH, or one that is no address', async () => {
    const overSsh = await failureOf(search({ environment: { DOCKER_HOST: 'ssh://me:secret@build.example' } }));
    expect(overSsh).toMatchObject({ code: 'EngineNotFound' });
    expect(overSsh.message).toContain('over SSH are not supported');
    expect(JSON.stringify([overSsh.message, overSsh.hint, overSsh.detail])).not.toContain('secret');
    expect((await failureOf(search({ address: 'what://?' }))).message).toContain('not an engine address');
  });

  it('takes the place of the one that was asked for', async () => {
    const options = search({ environment: { DOCKER_HOST: 'tcp://127.0.0.1:9' } });
    const error = await failureOf(options);
    expect(error).toMatchObject({ code: 'EngineNotRunning' });
    expect(error.message).toContain('tcp://127.0.0.1:9, named by DOCKER_HOST');
    expect((await failureOf(search({ environment: { DOCKER_CONTEXT: 'gone' } }))).message).toContain('does not exist');
  });

  it('is found on a Windows machine: the message names every place, the hint the next step', async () => {
    const error = await failureOf(search({ platform: 'win32' }));
    expect(error.code).toBe('EngineNotFound');
    expect(error.message).toContain('npipe:////./pipe/docker_engine');
    expect(error.hint).toContain('Docker Desktop');
  });

  it('is waited for after the person cancelled', async () => {
    await using socket = await hungSocket();
    const cancel = new AbortController();
    const connecting = connectEngine(search({ address: socket.path, signal: cancel.signal }));
    cancel.abort();
    await expect(connecting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
