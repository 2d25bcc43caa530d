import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type Dockerode from 'dockerode';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Emulator } from '../../../src/core/emulator/createEmulator.ts';
import { defaultSettings, type Settings } from '../../../src/core/emulator/settings.ts';
import type { FunctionSnapshot } from '../../../src/core/emulator/snapshot.ts';
import { label } from '../../../src/core/instance/labels.ts';
import type { LogLine, LogSink } from '../../../src/core/ports/logSink.ts';
import { createLocalEmulator } from '../../../src/headless.ts';
import type { RealEngine } from '../../support/realEngine.ts';
import { freePort } from '../../support/freePort.ts';

export const nodeImage = 'fc-containers/node:22';
export const busyboxImage = 'fc-containers/busybox:1';

export interface FunctionOptions {
  readonly image?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** CAPort; by default one that is free on this machine. */
  readonly port?: number;
  /** More of `customContainerConfig`. */
  readonly container?: Readonly<Record<string, unknown>>;
  /** More lines of `props`, e.g. `timeout: 1`. */
  readonly props?: readonly string[];
  /** Files of the function's folder, its Dockerfile among them. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
  /** In the place of the one the headless door makes. */
  readonly emulatorFor?: (log: LogSink) => Emulator;
}

/** A function on disk and an emulator that knows it. */
export interface RealFunction {
  readonly emulator: Emulator;
  readonly id: string;
  readonly name: string;
  readonly port: number;
  readonly folder: string;
  readonly lines: readonly LogLine[];
  /** The texts of the log so far. */
  readonly log: () => readonly string[];
  readonly seen: () => FunctionSnapshot;
  /** Everything the engine has with our labels for this function, running or not. */
  readonly containers: () => Promise<readonly Dockerode.ContainerInfo[]>;
}

/**
 * A function that runs an image there is already (or builds one of its own from `files`). When the test ends its
 * emulator is disposed, and the test fails when that leaves a container.
 */
export async function realFunction(real: RealEngine, options: FunctionOptions): Promise<RealFunction> {
  const fn = await openFunction(real, options);
  onTestFinished(() => fn[Symbol.asyncDispose]());
  return fn;
}

/** The same for all tests of a group, started; each leaves it as it found it. */
export function sharedFunction(real: () => RealEngine, options: FunctionOptions): () => RealFunction {
  let fn: OpenFunction | undefined;
  beforeAll(async () => {
    fn = await openFunction(real(), options);
    await fn.emulator.start(fn.id);
  });
  afterAll(() => fn?.[Symbol.asyncDispose]());
  return () => fn!;
}

type OpenFunction = RealFunction & AsyncDisposable;

async function openFunction({ docker }: RealEngine, options: FunctionOptions): Promise<OpenFunction> {
  const name = `fn-${randomUUID().slice(0, 8)}`;
  const { image = `fc-containers-test/${name}:1`, port = await freePort(), files = {}, settings } = options;
  const folder = await mkdtemp(join(tmpdir(), 'fc-containers-'));
  const { entrypoint, command, container } = options;
  const containerConfig = { image, port, entrypoint, command, ...container };
  const config = [
    'edition: 3.0.0',
    'name: shop',
    'resources:',
    '  fn:',
    '    component: fc3',
    '    props:',
    `      functionName: ${name}`,
    '      region: cn-hangzhou',
    '      runtime: custom-container',
    ...(options.props ?? []).map((line) => `      ${line}`),
    `      customContainerConfig: ${JSON.stringify(containerConfig)}`,
    '',
  ].join('\n');
  for (const [path, text] of Object.entries({ 's.yaml': config, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }

  const lines: LogLine[] = [];
  const log: LogSink = { write: (line) => lines.push(line) };
  const gateway = { ...defaultSettings.gateway, port: 0 };
  const emulator = options.emulatorFor?.(log) ?? createLocalEmulator({ log, settings: { gateway, ...settings } });
  const id = `${join(folder, 's.yaml')}#fn`;
  const containersBelow = async (prefix: string): Promise<readonly Dockerode.ContainerInfo[]> => {
    const ours = await docker.listContainers({ all: true, filters: { label: [label.functionId] } });
    return ours.filter(({ Labels }) => Labels[label.functionId]?.startsWith(prefix));
  };
  await emulator.refresh([folder]);
  return {
    emulator,
    id,
    name,
    port,
    folder,
    lines,
    log: () => lines.map(({ text }) => text),
    seen: () => emulator.snapshot().functions.find(({ spec }) => spec.id === id)!,
    containers: () => containersBelow(id),
    [Symbol.asyncDispose]: async () => {
      await emulator[Symbol.asyncDispose]();
      const left = await containersBelow(folder);
      for (const { Id } of left) await docker.getContainer(Id).remove({ force: true });
      await rm(folder, { recursive: true });
      if (left.length > 0) throw new Error(`a container was left: ${JSON.stringify(left)}`);
    },
  };
}

/** Where the API takes its calls. */
export async function invocationsUrl({ emulator, name }: RealFunction): Promise<string> {
  return `${await emulator.serveApi()}/2023-03-30/functions/${name}/invocations`;
}

/** `node -e` of a server: `answer` is code that has `request`, `body` and `response`; the rest is as it should be. */
export function nodeServer(
  answer = "response.end('hello')",
  { host = '0.0.0.0', port = 'FC_CUSTOM_LISTEN_PORT' } = {},
) {
  const listenPort = /^\d+$/.test(port) ? port : `process.env.${port}`;
  const script = `
    const server = require('node:http').createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      ${answer}
    });
    server.keepAliveTimeout = 0;
    server.listen(${listenPort}, '${host}', () => console.log('listening ' + process.hrtime.bigint()));
    process.on('SIGTERM', () => process.exit(0));`;
  return ['node', '--expose-gc', '-e', script];
}

/** The same of a program in test/fixtures/servers. */
export function serverOf(name: string): readonly string[] {
  return ['node', '-e', readFileSync(`test/fixtures/servers/${name}.js`, 'utf8')];
}

/** For what takes a moment, and on a busy machine a long one. */
export const patience = { timeout: 15_000 } as const;

export const event = (text = '{}'): { readonly mode: 'event'; readonly body: Uint8Array } => ({
  mode: 'event',
  body: Buffer.from(text),
});

export const textOf = (body: Uint8Array): string => Buffer.from(body).toString();

/** A port on 127.0.0.1 that a program holds. */
export async function heldPort(): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
