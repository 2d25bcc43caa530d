import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineTls } from './engineAddress.ts';

export interface DockerContext {
  readonly address: string;
  readonly tls: EngineTls;
}

/** The context the docker CLI would use, from `config.json`; `undefined` for its default, which is no context at all. */
export async function currentContextName(configFolder: string): Promise<string | undefined> {
  const config = (await readJson(join(configFolder, 'config.json'))) as { currentContext?: unknown } | undefined;
  return typeof config?.currentContext === 'string' && config.currentContext !== 'default'
    ? config.currentContext
    : undefined;
}

/** Reads a context the way `docker context create` stores it: in folders named after the SHA-256 of its name. */
export async function readDockerContext(configFolder: string, name: string): Promise<DockerContext | undefined> {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = (await readJson(join(configFolder, 'contexts', 'meta', id, 'meta.json'))) as ContextMeta | undefined;
  const endpoint = meta?.Endpoints?.docker;
  if (typeof endpoint?.Host !== 'string' || endpoint.Host === '') return undefined;
  const tls = await readTls(join(configFolder, 'contexts', 'tls', id, 'docker'));
  return { address: endpoint.Host, tls: { ...tls, skipVerify: endpoint.SkipTLSVerify === true } };
}

/** The three PEM files the docker CLI looks for; each may be absent. */
export async function readTls(folder: string): Promise<EngineTls> {
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((name) => read(join(folder, name))));
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

interface ContextMeta {
  readonly Endpoints?: { readonly docker?: { readonly Host?: unknown; readonly SkipTLSVerify?: unknown } };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse((await read(path))?.toString('utf8') ?? 'null') ?? undefined;
  } catch {
    return undefined; // a broken file of the docker CLI is the CLI's to report; we look further
  }
}

async function read(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}
