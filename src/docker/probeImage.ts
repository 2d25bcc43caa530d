import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { callEngine, readText, type EngineConnection } from './engineConnection.ts';
import { probeBinaries } from './probeBinaries.ts';

/** To be raised with every change of what is in the image, so that nobody runs an older one by this name. */
const version = '1';

/** The name of the image that holds nothing but our probe. */
export const probeImage = `fc-containers/probe:${version}`;

/** The same bytes, and so the same image id, wherever and whenever it is made. */
const made = '2024-01-01T00:00:00Z';
const mtime = new Date(made);

/** Whether there is a probe for the engine's kind of processor. */
export function hasProbe({ info }: EngineConnection): boolean {
  return probeBinaries[info.architecture] !== undefined;
}

/** Gives the engine the probe's image: a few kilobytes out of memory, no registry is asked. Loading it again is no harm. */
export async function loadProbeImage(engine: EngineConnection, signal?: AbortSignal): Promise<void> {
  await callEngine(engine, { doing: 'load the image of the probe', signal }, async (abortSignal) => {
    const archive = Readable.from([await probeArchive(engine.info.architecture)]);
    const answer = await readText(await engine.docker.loadImage(archive, { quiet: true, abortSignal }));
    const problem = /"error":\s*"([^"]*)"/.exec(answer)?.[1]; // says so in the middle of an answer that began well
    if (problem !== undefined) throw new Error(problem);
  });
}

/** An image of one layer of one file, in the form of `docker save`. */
export async function probeArchive(architecture: string): Promise<Buffer> {
  const program = Buffer.from(probeBinaries[architecture] ?? '', 'base64');
  const layer = await tarOf({ probe: program });
  const config = JSON.stringify({
    architecture,
    os: 'linux',
    created: made,
    config: { Entrypoint: ['/probe'], Labels: { 'fc-containers.managed': 'true', 'fc-containers.probe': version } },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created: made, created_by: 'fc-containers: scripts/probe/build.sh' }],
  });
  const configName = `${sha256(config)}.json`;
  return tarOf({
    [configName]: config,
    'layer.tar': layer,
    'manifest.json': JSON.stringify([{ Config: configName, RepoTags: [probeImage], Layers: ['layer.tar'] }]),
  });
}

async function tarOf(files: Readonly<Record<string, Buffer | string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode: 0o755, mtime }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
