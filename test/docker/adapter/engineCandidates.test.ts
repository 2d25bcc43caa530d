import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dockerodeOptions, parseEngineAddress, showEngineAddress } from '../../../src/docker/engineAddress.ts';
import { engineCandidates, type EngineSearch } from '../../../src/docker/engineCandidates.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fc-home-'));
  await mkdir(join(home, '.docker'));
});
afterEach(async () => rm(home, { recursive: true }));

function search(changes: Partial<EngineSearch> = {}): EngineSearch {
  return { environment: {}, platform: 'linux', homeFolder: home, userId: 1000, ...changes };
}

async function addresses(changes: Partial<EngineSearch> = {}): Promise<readonly (string | undefined)[]> {
  return (await engineCandidates(search(changes))).map(({ address }) => address);
}

async function useContext(name: string, endpoint: object, pem?: string): Promise<void> {
  const id = createHash('sha256').update(name).digest('hex');
  const [meta, tls] = [join(home, '.docker/contexts/meta', id), join(home, '.docker/contexts/tls', id, 'docker')];
  await mkdir(meta, { recursive: true });
  await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: endpoint } }));
  await writeFile(join(home, '.docker/config.json'), JSON.stringify({ currentContext: name }));
  if (pem === undefined) return;
  await mkdir(tls, { recursive: true });
  for (const file of ['ca.pem', 'cert.pem', 'key.pem']) await writeFile(join(tls, file), `${pem} ${file}`);
}

describe('An engine is looked for', () => {
  it('only at the address of the setting, when there is one', async () => {
    await useContext('mine', { Host: 'tcp://10.0.0.1:2376' });
    const found = await engineCandidates(search({ address: ' tcp://a:1 ', environment: { DOCKER_HOST: 'tcp://b:2' } }));
    expect(found).toMatchObject([{ source: 'the engine address setting', address: 'tcp://a:1', explicit: true }]);
    expect(await addresses({ address: '~/my.sock' })).toEqual([`${home}/my.sock`]);
  });

  it('then only at DOCKER_HOST', async () => {
    await useContext('mine', { Host: 'tcp://10.0.0.1:2376' });
    const found = await engineCandidates(search({ address: '', environment: { DOCKER_HOST: 'tcp://b:2' } }));
    expect(found).toMatchObject([{ source: 'DOCKER_HOST', address: 'tcp://b:2', explicit: true }]);
  });

  it('then at the current docker context, with its certificates, before the well-known sockets', async () => {
    await useContext('mine', { Host: 'tcp://10.0.0.1:2376', SkipTLSVerify: true }, 'mine');
    const [first, second] = await engineCandidates(search());
    expect(first).toMatchObject({ source: 'docker context "mine"', address: 'tcp://10.0.0.1:2376', explicit: false });
    expect(first?.tls?.cert?.toString()).toBe('mine cert.pem');
    expect(first?.tls?.skipVerify).toBe(true);
    expect(second?.address).toBe('unix:///var/run/docker.sock');
  });

  it('only at DOCKER_CONTEXT when that names one, also when it does not exist', async () => {
    await useContext('mine', { Host: 'tcp://10.0.0.1:2376' });
    const environment = { DOCKER_CONTEXT: 'other' };
    expect(await engineCandidates(search({ environment }))).toMatchObject([{ address: undefined, explicit: true }]);
    expect((await addresses({ environment: { DOCKER_CONTEXT: 'default' } }))[0]).toBe('unix:///var/run/docker.sock');
  });

  it('at no place twice, and not stopped by a broken config of the docker CLI', async () => {
    await writeFile(join(home, '.docker/config.json'), '{ oh');
    expect((await addresses())[0]).toBe('unix:///var/run/docker.sock');
    await useContext('desktop', { Host: `unix://${home}/.docker/run/docker.sock` });
    const all = await addresses();
    expect(new Set(all).size).toBe(all.length);
  });

  it('at the sockets of well-known engines: on macOS, of a rootless Linux user, on Windows', async () => {
    const mac = await addresses({ platform: 'darwin', environment: { TMPDIR: '/var/folders/x/T/' } });
    for (const part of ['.orbstack/', '.rd/', '.colima/default/', '/var/folders/x/T/podman/']) {
      expect(mac).toContainEqual(expect.stringContaining(part));
    }
    expect(await addresses()).toContain('unix:///run/user/1000/docker.sock');
    expect(await addresses({ environment: { XDG_RUNTIME_DIR: '/my/run' } })).toContain(
      'unix:///my/run/podman/podman.sock',
    );
    expect(await addresses({ platform: 'win32' })).toContain('npipe:////./pipe/docker_engine');
  });
});

describe('An address', () => {
  const shown: readonly (readonly [written: string, shown: string, options: object])[] = [
    ['unix:///run/a.sock', 'unix:///run/a.sock', { socketPath: '/run/a.sock', protocol: 'http' }],
    ['/run/a.sock', 'unix:///run/a.sock', { socketPath: '/run/a.sock' }],
    ['npipe:////./pipe/docker_engine', 'npipe:////./pipe/docker_engine', { socketPath: '//./pipe/docker_engine' }],
    ['npipe://\\\\.\\pipe\\docker_engine', 'npipe:////./pipe/docker_engine', { socketPath: '//./pipe/docker_engine' }],
    ['\\\\.\\pipe\\docker_engine', 'npipe:////./pipe/docker_engine', { socketPath: '//./pipe/docker_engine' }],
    ['tcp://10.0.0.1', 'tcp://10.0.0.1:2375', { host: '10.0.0.1', port: 2375, protocol: 'http' }],
    ['10.0.0.1:1234', 'tcp://10.0.0.1:1234', { host: '10.0.0.1', port: 1234, protocol: 'http' }],
    ['tcp://me:secret@host:2376', 'tcp://host:2376', { host: 'host', port: 2376, protocol: 'https' }],
    ['https://host', 'tcp://host:2376', { host: 'host', port: 2376, protocol: 'https' }],
  ];
  for (const [written, expected, options] of shown) {
    it(`${written} is understood`, () => {
      const address = parseEngineAddress(written);
      expect(showEngineAddress(address, written)).toBe(expected);
      if (!address || address.kind === 'ssh') throw new Error('not understood');
      expect(dockerodeOptions(address)).toMatchObject(options);
    });
  }

  it('leaves dockerode nothing to fill in from the environment', () => {
    const names = ['host', 'port', 'socketPath', 'username', 'ca', 'cert', 'key', 'protocol'];
    expect(Object.keys(dockerodeOptions({ kind: 'unix', path: '/a' }))).toEqual(expect.arrayContaining(names));
    const tcp = { kind: 'tcp', host: 'a', port: 1, secure: false } as const;
    expect(Object.keys(dockerodeOptions(tcp))).toEqual(expect.arrayContaining(names));
  });

  it('gives docker-modem nothing long to print on every request', async () => {
    const { agent } = dockerodeOptions({ kind: 'unix', path: '/no/such.sock' });
    const request = get({ agent, socketPath: '/no/such.sock' }).on('error', () => undefined);
    await vi.waitUntil(() => Object.keys(agent.sockets).length > 0);
    expect(inspect(agent, { showHidden: true, depth: null })).toBe('Agent');
    request.destroy();
  });

  it('that is none is not understood', () => {
    for (const text of ['fd://', 'what://?', 'tcp://', '']) expect(parseEngineAddress(text)).toBeUndefined();
  });
});
