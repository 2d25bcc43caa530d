import { join, posix } from 'node:path';
import { currentContextName, readDockerContext, readTls } from './dockerContext.ts';
import type { EngineTls } from './engineAddress.ts';

/** Where to look for an engine; all of it is input, so that every system can be tested on any other. */
export interface EngineSearch {
  /** The person's setting; empty or absent: look for one. */
  readonly address?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  /** For the sockets of rootless engines; absent on Windows. */
  readonly userId?: number;
}

export interface EngineCandidate {
  /** Who says so, in words for a message: `DOCKER_HOST`, `Colima`. */
  readonly source: string;
  /** `undefined`: a docker context that does not exist. */
  readonly address: string | undefined;
  readonly tls?: EngineTls;
  /** Somebody asked for exactly this one: when it fails, no other takes its place. */
  readonly explicit: boolean;
}

/**
 * The addresses worth trying, best first: the setting, DOCKER_HOST, the docker context (the order of the docker CLI),
 * then the sockets of well-known engines. An explicit choice is the only candidate.
 */
export async function engineCandidates(search: EngineSearch): Promise<readonly EngineCandidate[]> {
  const { environment, homeFolder } = search;
  const setting = search.address?.trim().replace(/^(unix:\/\/)?~(?=\/)/, `$1${homeFolder}`);
  if (setting)
    return [
      { source: 'the engine address setting', address: setting, explicit: true, tls: await environmentTls(search) },
    ];
  const host = environment['DOCKER_HOST'];
  if (host) return [{ source: 'DOCKER_HOST', address: host, explicit: true, tls: await environmentTls(search) }];

  const configFolder = environment['DOCKER_CONFIG'] || join(homeFolder, '.docker');
  const named = environment['DOCKER_CONTEXT'];
  if (named && named !== 'default') return [await contextCandidate(configFolder, named, true)];
  const current = named ? undefined : await currentContextName(configFolder);
  const context = current ? [await contextCandidate(configFolder, current, false)] : [];
  const wellKnown = wellKnownAddresses(search).map(([source, address]) => ({ source, address, explicit: false }));
  return [...context, ...wellKnown.filter(({ address }) => address !== context[0]?.address)];
}

async function contextCandidate(configFolder: string, name: string, explicit: boolean): Promise<EngineCandidate> {
  const context = await readDockerContext(configFolder, name);
  const source = `docker context "${name}"`;
  return context ? { source, ...context, explicit } : { source, address: undefined, explicit };
}

async function environmentTls({ environment, homeFolder }: EngineSearch): Promise<EngineTls> {
  const folder = environment['DOCKER_CERT_PATH'];
  if (folder) return readTls(folder);
  return environment['DOCKER_TLS_VERIFY'] ? readTls(join(homeFolder, '.docker')) : {};
}

function wellKnownAddresses(search: EngineSearch): readonly (readonly [source: string, address: string])[] {
  if (search.platform === 'win32') {
    return [
      ['Docker Desktop', 'npipe:////./pipe/dockerDesktopLinuxEngine'],
      ['Docker', 'npipe:////./pipe/docker_engine'],
      ['Podman', 'npipe:////./pipe/podman-machine-default'],
    ];
  }
  const { environment, homeFolder, userId } = search;
  const home = (path: string): string => `unix://${posix.join(homeFolder, path)}`;
  const config = environment['XDG_CONFIG_HOME'] || posix.join(homeFolder, '.config');
  const runtime = environment['XDG_RUNTIME_DIR'] || (userId === undefined ? undefined : `/run/user/${userId}`);
  return [
    ['Docker', 'unix:///var/run/docker.sock'],
    ['Docker Desktop', home('.docker/run/docker.sock')],
    ['Docker Desktop', home('.docker/desktop/docker.sock')],
    ['OrbStack', home('.orbstack/run/docker.sock')],
    ['Rancher Desktop', home('.rd/docker.sock')],
    ['Colima', home('.colima/default/docker.sock')],
    ['Colima', `unix://${posix.join(config, 'colima/default/docker.sock')}`],
    ['Lima', home('.lima/docker/sock/docker.sock')],
    ...(runtime ? ([['rootless Docker', `unix://${runtime}/docker.sock`]] as const) : []),
    ['Podman', home('.local/share/containers/podman/machine/podman.sock')],
    ['Podman', `unix://${posix.join(environment['TMPDIR'] || '/tmp', 'podman/podman-machine-default-api.sock')}`],
    ...(runtime ? ([['rootless Podman', `unix://${runtime}/podman/podman.sock`]] as const) : []),
    ['Podman', 'unix:///run/podman/podman.sock'],
  ];
}
