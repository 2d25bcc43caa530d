import { createHash } from 'node:crypto';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { probeBinaries } from '../../../src/docker/probeBinaries.ts';
import { hasProbe, probeArchive, probeImage } from '../../../src/docker/probeImage.ts';
import type { EngineConnection } from '../../../src/docker/engineConnection.ts';

/** The ELF header's words for them (`e_machine`). */
const machines = { amd64: 62, arm64: 183 };

describe.each(Object.entries(machines))('The probe for %s', (architecture, machine) => {
  const program = Buffer.from(probeBinaries[architecture]!, 'base64');

  it('is a program for this kind of processor, and a very small one', () => {
    expect(program.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect([program[4], program[5]]).toEqual([2, 1]); // 64 bits, little-endian
    expect(program.readUInt16LE(16)).toBe(2); // ET_EXEC: no loader has to place it
    expect(program.readUInt16LE(18)).toBe(machine);
    expect(program.length).toBeLessThan(2048);
  });

  it('asks for no loader and no library', () => {
    const [offset, size, count] = [
      Number(program.readBigUInt64LE(32)),
      program.readUInt16LE(54),
      program.readUInt16LE(56),
    ];
    const types = Array.from({ length: count }, (_, index) => program.readUInt32LE(offset + index * size));
    expect(types).toContain(1); // PT_LOAD
    expect(types).not.toContain(2); // PT_DYNAMIC
    expect(types).not.toContain(3); // PT_INTERP
  });

  it('is all that is in its image', async () => {
    const image = await filesOf(await probeArchive(architecture));
    const [manifest] = JSON.parse(image['manifest.json']!.toString()) as [Readonly<Record<string, unknown>>];
    expect(manifest).toEqual({
      Config: expect.stringMatching(/\.json$/) as string,
      RepoTags: [probeImage],
      Layers: ['layer.tar'],
    });
    const config = JSON.parse(image[String(manifest['Config'])]!.toString()) as object;
    expect(config).toMatchObject({
      os: 'linux',
      architecture,
      config: { Labels: { 'fc-containers.managed': 'true' } },
    });
    expect(await filesOf(image['layer.tar']!)).toEqual({ probe: program });
  });

  it('makes the same image every time', async () => {
    expect(await probeArchive(architecture)).toEqual(await probeArchive(architecture));
  });
});

it('The probe has another name whenever there is something else in it', () => {
  const digest = createHash('sha256').update(JSON.stringify(probeBinaries)).digest('hex').slice(0, 12);
  // changed? Raise the version in probeImage.ts, else engines that have the image keep the old program
  expect({ digest, probeImage }).toEqual({ digest: '96a09597fb05', probeImage: 'fc-containers/probe:1' });
});

it('The probe does not exist for other kinds of processors', () => {
  const engine = (architecture: string): EngineConnection => ({ info: { architecture } }) as EngineConnection;
  expect(['amd64', 'arm64', 's390x', ''].map((each) => hasProbe(engine(each)))).toEqual([true, true, false, false]);
});

async function filesOf(archive: Buffer): Promise<Readonly<Record<string, Buffer>>> {
  const entries = extract();
  entries.end(archive);
  const files: Record<string, Buffer> = {};
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files[entry.header.name] = Buffer.concat(chunks);
  }
  return files;
}
