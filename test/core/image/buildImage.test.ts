import { describe, expect, it } from 'vitest';
import { buildImage, type BuildImageOptions } from '../../../src/core/image/buildImage.ts';
import type { BuildEvent, BuildRequest } from '../../../src/core/ports/containerEngine.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

interface Build {
  readonly engine: FakeEngine;
  readonly files: MemoryFileSystem;
  readonly options: BuildImageOptions;
  readonly events: readonly BuildEvent[];
}

function buildOf({ contents = {}, ...changes }: SpecChanges & { contents?: Record<string, string> } = {}): Build {
  const engine = new FakeEngine();
  const events: BuildEvent[] = [];
  const files = new MemoryFileSystem({
    '/shop/code/Dockerfile': 'ARG BASE_IMAGE\nFROM a',
    '/shop/code/main.js': 'x',
    ...contents,
  });
  const options = {
    spec: testSpec(changes),
    images: engine.images,
    files,
    buildArgs: { BASE_IMAGE: 'mirror/node:22', OF_ANOTHER_FUNCTION: 'x' },
    onEvent: (event: BuildEvent) => events.push(event),
  };
  return { engine, files, options, events };
}

describe('A build', () => {
  it('asks for a linux/amd64 image of the name in s.yaml, and gives what came out', async () => {
    const { engine, options, events } = buildOf();
    let asked: BuildRequest | undefined;
    engine.builder = ({ request, emit }) => {
      asked = request;
      emit({ kind: 'cached' });
      return { id: 'sha256:abc', architecture: 'arm64', sizeBytes: 42 };
    };
    const image = await buildImage(options);
    expect(asked).toMatchObject({
      ref: 'hello:1',
      platform: 'linux/amd64',
      dockerfile: 'Dockerfile',
      buildArgs: { BASE_IMAGE: 'mirror/node:22' },
    });
    expect(events).toEqual([{ kind: 'cached' }]);
    // a wrong platform is told by somebody else, so that the image can be shown
    expect(image).toMatchObject({ ref: 'hello:1', id: 'sha256:abc', architecture: 'arm64', sizeBytes: 42 });
  });

  const refusals: readonly (readonly [string, Parameters<typeof buildOf>[0], object])[] = [
    [
      'without a Dockerfile',
      { dockerfile: '/shop/api/Dockerfile' },
      {
        code: 'DockerfileMissing',
        message: 'hello has no Dockerfile: /shop/api/Dockerfile is not there.',
        hint: expect.stringContaining('--dockerfile') as string,
      },
    ],
    [
      'with a Dockerfile for BuildKit only',
      { contents: { '/shop/code/Dockerfile': 'FROM a\nRUN <<EOF\nEOF' } },
      { code: 'BuilderUnsupported' },
    ],
  ];
  it.each(refusals)('%s is refused before the engine is asked', async (_title, changes, expected) => {
    const { engine, options } = buildOf(changes);
    engine.builder = () => expect.unreachable();
    await expect(buildImage(options)).rejects.toMatchObject(expected);
  });

  it('whose image is gone again afterwards is no success', async () => {
    const { options } = buildOf();
    const images = {
      build: options.images.build.bind(options.images),
      inspect: () => Promise.resolve(undefined),
      pull: () => expect.unreachable(),
    };
    await expect(buildImage({ ...options, images })).rejects.toMatchObject({
      code: 'EngineFailed',
      message: expect.stringContaining('hello:1') as string,
    });
  });

  it('is cancelled in the engine too', async () => {
    const { engine, options } = buildOf();
    const cancel = new AbortController();
    let stopped = false;
    engine.builder = async ({ signal }) => {
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
      cancel.abort();
      await aborted;
      stopped = true;
      return {};
    };
    await expect(buildImage({ ...options, signal: cancel.signal })).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => stopped).toBe(true);
    expect(await engine.images.inspect('hello:1')).toBeUndefined();
  });

  it('of files that cannot be read fails with their own error', async () => {
    const { options, files } = buildOf();
    files.failOn('/shop/code/main.js', 'EACCES');
    await expect(buildImage(options)).rejects.toMatchObject({
      code: 'BuildFailed',
      message: expect.stringContaining('could not be read') as string,
    });
  });
});
