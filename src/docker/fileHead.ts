import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { callEngine, dialStream, type EngineConnection } from './engineConnection.ts';
import { unlessStatus } from './translateError.ts';

const headBytes = 4096;
const mostLinks = 8;
const limitMs = 10_000;

/** What the engine gives for one path. */
interface Entry {
  readonly head: Uint8Array;
  /** Where a symbolic link leads. */
  readonly target?: string;
}

/**
 * The first 4 KB of a file in a container, which need not run: the engine itself reads it, nothing inside the image is
 * needed. `undefined` when there is no such file, or no such container.
 * @param file absolute, or from the working folder
 */
export async function fileHead(engine: EngineConnection, id: string, file: string): Promise<Uint8Array | undefined> {
  return callEngine(engine, { doing: `read ${file} in the container`, limitMs }, async (signal) => {
    const facts = await unlessStatus([404], engine.docker.getContainer(id).inspect({ abortSignal: signal }));
    if (!facts) return undefined;
    let place = path.posix.resolve(facts.Config.WorkingDir || '/', file);
    for (let link = 0; link <= mostLinks; link++) {
      const entry = await firstEntry(engine, { id, place, signal });
      if (entry?.target === undefined) return entry?.head;
      place = path.posix.resolve(path.posix.dirname(place), entry.target);
    }
    return undefined; // links in a circle
  });
}

/** The engine packs what is at the path as an archive; a link that is the last part of it is packed as a link. */
async function firstEntry(
  engine: EngineConnection,
  { id, place, signal }: { readonly id: string; readonly place: string; readonly signal: AbortSignal },
): Promise<Entry | undefined> {
  const request = { path: `/containers/${id}/archive`, query: { path: place }, signal };
  const answer = await unlessStatus([404], dialStream(engine, { method: 'GET', ...request }));
  if (!answer) return undefined;
  const archive = extract();
  try {
    return await new Promise((resolve, reject) => {
      archive.once('entry', ({ type, linkname }, content) => {
        if (type === 'symlink' && linkname) resolve({ head: new Uint8Array(), target: linkname });
        else if (type === 'file') readHead(content, (head) => resolve({ head }));
        else resolve(undefined);
      });
      pipeline(answer, archive).then(() => resolve(undefined), reject);
    });
  } finally {
    archive.destroy(); // and with it the answer: the engine holds the container for as long as somebody reads
  }
}

function readHead(content: Pick<NodeJS.EventEmitter, 'on' | 'once'>, onHead: (head: Uint8Array) => void): void {
  let head = Buffer.alloc(0);
  const done = (): void => onHead(head.subarray(0, headBytes));
  content.on('data', (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    if (head.length >= headBytes) done();
  });
  content.once('end', done);
}
