import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { request, type Agent, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { planScaffold } from '../../../src/core/scaffold/planScaffold.ts';
import { templates, type TemplateId } from '../../../src/core/scaffold/templates.ts';
import { writeScaffold } from '../../../src/core/scaffold/writeScaffold.ts';
import { nodeFileSystem } from '../../../src/node/nodeFileSystem.ts';
import { readTemplate } from './templateFiles.ts';
import { freePort } from '../../support/freePort.ts';

const starts: Readonly<Record<TemplateId, readonly [string, string]>> = {
  nodejs: [process.execPath, 'server.js'],
  python: ['python3', 'app.py'],
};

/** The templates whose language this machine has. */
export const runnable = templates.filter(({ id }) => spawnSync(starts[id][0], ['--version']).status === 0);

/** A folder with a new function in it, as the command makes it. */
export async function scaffolded(id: TemplateId): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `fc-${id}-`));
  const plan = await planScaffold({ template: id, name: 'hello', folder }, readTemplate);
  await writeScaffold(plan, nodeFileSystem, { mayReplace: () => Promise.resolve(false) });
  return folder;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly control?: string;
  readonly requestId?: string;
  readonly body?: string;
  /** Sent one after the other, chunked, waiting in between. */
  readonly pieces?: readonly string[];
  readonly between?: Promise<void>;
  readonly agent?: Agent;
}

export class TemplateServer {
  output = '';
  readonly process: ChildProcess;
  readonly #port: number;

  private constructor(process: ChildProcess, port: number) {
    this.process = process;
    this.#port = port;
    for (const stream of [process.stdout, process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** The server as the container starts it: the port comes from the environment. */
  static async start(id: TemplateId, folder: string, { failing = false } = {}): Promise<TemplateServer> {
    const [command, file] = starts[id];
    const port = await freePort();
    const script = failing ? await failingCopy(join(folder, file)) : file;
    const env = { ...process.env, FC_CUSTOM_LISTEN_PORT: String(port) };
    const server = new TemplateServer(spawn(command, [script], { cwd: folder, env }), port);
    await vi.waitFor(() => expect(server.output).toContain(`listening on 0.0.0.0:${port}`), { timeout: 10_000 });
    return server;
  }

  async call({ method, path, control, requestId, body, pieces, between, agent }: Call) {
    const headers = {
      ...(control === undefined ? {} : { 'x-fc-control-path': control }),
      ...(requestId === undefined ? {} : { 'x-fc-request-id': requestId }),
      ...(pieces === undefined
        ? { 'content-length': Buffer.byteLength(body ?? '') }
        : { 'transfer-encoding': 'chunked' }),
    };
    const outgoing = request({
      port: this.#port,
      host: '127.0.0.1',
      method,
      path,
      headers,
      ...(agent ? { agent } : {}),
    });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    const connected = once(outgoing, 'socket') as Promise<[Socket]>;
    for (const piece of pieces ?? []) {
      outgoing.write(piece);
      await (between ?? new Promise((resolve) => setTimeout(resolve, 20)));
    }
    outgoing.end(body);
    const [response] = await answered;
    const [socket] = await connected;
    const { localPort } = socket;
    const chunks = (await response.toArray()) as Buffer[];
    return {
      status: response.statusCode,
      headers: response.headers,
      body: Buffer.concat(chunks).toString(),
      localPort,
    };
  }
}

async function failingCopy(file: string): Promise<string> {
  const text = (await nodeFileSystem.readText(file)) ?? '';
  const broken = file.endsWith('.py')
    ? text.replaceAll(/^def (handle_\w+)\(.*\):$/gm, '$&\n    raise RuntimeError("out of cheese")')
    : text.replaceAll(/^async function handle\w+\(.*\) \{$/gm, "$&\n  throw new Error('out of cheese');");
  const copy = file.replace(/(\.\w+)$/, '.failing$1');
  await nodeFileSystem.writeText(copy, broken);
  return copy;
}
