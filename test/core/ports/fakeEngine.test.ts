import { describe, expect, it } from 'vitest';
import type { CommandResult } from '../../../src/core/ports/containerEngine.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { engineContract } from '../../docker/contract/engineContract.ts';
import { startContainer } from '../../docker/contract/testContainer.ts';
import { connects } from '../../support/connects.ts';
import { FakeEngine, type FakeBuild, type FakeImage } from '../../support/fakeEngine.ts';
import { withResolvers } from '../../support/withResolvers.ts';

engineContract('the fake engine', {
  engine: () => {
    const engine = new FakeEngine();
    engine.addImage('speaks', {
      files: { '/etc/passwd': 'root:x:0:0::/:' },
      program: (container) => {
        container.print('out\n');
        container.print(`${container.plan.environment['GREETING'] ?? ''}\n`, 'stderr');
        container.exit(3);
      },
    });
    engine.addImage('serves', {
      program: async (container) => {
        container.cpuSeconds = 0.01;
        container.onRun = runCommand;
        container.print('ready\n');
        await container.listen((_request, response) => response.end('served'));
      },
    });
    engine.addImage('loses-child', {
      program: (container) => {
        container.outOfMemory({ survives: true });
        container.print('goes on\n');
      },
    });
    engine.addImage('eats-memory', { program: (container) => container.useMemory(17 * 1024 ** 2) });
    engine.addImage('ends-when-asked', {
      program: (container) => {
        container.onTerminate = () => container.exit(7);
        container.print('ready\n');
      },
    });
    engine.addImage('command-missing', {
      program: () => {
        throw new FcError('CAExited', 'The start command "/no/such" cannot be run.');
      },
    });
    engine.addImage('foreign', { architecture: 'arm64' });
    engine.builder = build;
    return engine;
  },
  images: {
    speaks: { image: 'speaks' },
    serves: { image: 'serves' },
    endsWhenAsked: { image: 'ends-when-asked' },
    losesChild: { image: 'loses-child' },
    eatsMemory: { image: 'eats-memory' },
    commandMissing: { image: 'command-missing' },
    foreign: 'foreign',
    absent: 'absent',
    unreachable: 'unreachable',
  },
  commands: { speaks: ['speaks'], floods: ['floods'], hangs: ['hangs'] },
  builds: { succeeds: '', fails: '', hangs: '' }, // the name of the image decides
});

describe('The fake engine', () => {
  it('pulls what its registry has, and tells how far it is', async () => {
    const engine = new FakeEngine();
    engine.addRemoteImage('remote:1', { sizeBytes: 7 });
    expect(await engine.images.inspect('remote:1')).toBeUndefined();
    const told: string[] = [];
    await engine.images.pull('remote:1', (text) => told.push(text));
    expect(told.at(-1)).toBe('1 of 1 layers');
    expect(await engine.images.inspect('remote:1')).toMatchObject({ sizeBytes: 7, architecture: 'amd64' });
  });

  it('refuses connections to a published port until the program listens', async () => {
    const engine = new FakeEngine();
    const listens = withResolvers();
    engine.addImage('slow:1', {
      program: async (container) => {
        await listens.promise;
        await container.listen((_request, response) => response.end());
      },
    });
    await using container = await startContainer(engine, { image: 'slow:1' });
    const { hostPort = 0 } = (await engine.containers.inspect(container.id)) ?? {};
    expect(hostPort).toBeGreaterThan(0);
    expect(await connects('127.0.0.1', hostPort)).toBe(false);
    listens.resolve(undefined);
    await expect.poll(async () => connects('127.0.0.1', hostPort)).toBe(true);
  });
});

async function runCommand([name]: readonly string[]): Promise<CommandResult> {
  if (name === 'hangs') await new Promise(() => undefined);
  return name === 'floods'
    ? { exitCode: 0, output: `hello\n${'x'.repeat(10_000)}` }
    : { exitCode: 5, output: 'out\nerr\n' };
}

async function build({ request, emit, signal }: FakeBuild): Promise<FakeImage> {
  emit({ kind: 'step', step: 1, total: 3, text: 'FROM nothing' });
  emit({ kind: 'step', step: 3, total: 3, text: 'RUN something' });
  if (request.ref.includes('hangs')) {
    emit({ kind: 'output', text: 'building', stream: 'stdout' });
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }
  if (request.ref.includes('fails')) throw new FcError('BuildFailed', 'Step 2 failed.', { detail: 'this is why' });
  emit({ kind: 'output', text: 'hello from the build', stream: 'stdout' });
  return {};
}
