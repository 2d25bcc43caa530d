import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { BuildEvent, BuildRequest } from '../../../src/core/ports/containerEngine.ts';
import { connectEngine } from '../../../src/docker/connectEngine.ts';
import { buildOf } from '../contract/engineContract.ts';
import { describeWithEngine, labelOfRun, testDockerfile, type RealEngine } from '../../support/realEngine.ts';
import { engineProxy } from './engineProxy.ts';
import { httpSocket } from './fakeSocket.ts';

describeWithEngine('A build', (real) => {
  it('tells its steps and what they print, line by line, without colours', async () => {
    const dockerfile = testDockerfile(
      'ARG GREETING',
      'RUN printf "\\033[32mgreen\\033[0m\\n"; printf "10%%\\r100%%\\r\\n"; echo "$GREETING 你好"; printf "no line end"',
      'RUN echo oops >&2; echo "Step 6/6 : not a step"',
    );
    const request = { ...buildOf('prints', dockerfile), buildArgs: { GREETING: 'hello' } };
    const events = await eventsOf(real(), request);
    expect(events.filter(({ kind }) => kind === 'step')).toMatchObject([
      { step: 1, total: 5, text: 'FROM fc-containers/busybox:1' },
      { step: 2, total: 5 },
      { step: 3, total: 5, text: 'ARG GREETING' },
      { step: 4, total: 5 },
      { step: 5, total: 5 },
    ]);
    const output = (stream: string): readonly string[] =>
      events.flatMap((event) => (event.kind === 'output' && event.stream === stream ? [event.text] : []));
    expect(output('stdout')).toEqual(['green', '100%', 'hello 你好', 'no line end', 'Step 6/6 : not a step']);
    expect(output('stderr')).toEqual(['oops']);
  });

  it('says which steps it had done before', async () => {
    const dockerfile = testDockerfile('RUN echo once');
    const cachedSteps = async (): Promise<number> =>
      (await eventsOf(real(), buildOf('cached', dockerfile))).filter(({ kind }) => kind === 'cached').length;
    const first = await cachedSteps();
    expect(await cachedSteps()).toBe(first + 1);
  });

  it('takes the files of the context, at the place the Dockerfile has in it', async () => {
    const dockerfile = testDockerfile(
      'COPY app/main.py /main.py',
      'RUN cat /main.py',
      'EXPOSE 9000 53/udp',
      'CMD ["a"]',
    );
    const files = { 'deploy/Dockerfile': dockerfile, 'app/main.py': 'print("hello")' };
    const request = { ...buildOf('files', 'FROM scratch', files), dockerfile: 'deploy/Dockerfile' };
    const events = await eventsOf(real(), request);
    expect(events).toContainEqual({ kind: 'output', text: 'print("hello")', stream: 'stdout' });
    const facts = await real().engine.images.inspect(request.ref);
    expect(facts).toMatchObject({ architecture: 'amd64', command: ['a'], entrypoint: [], exposedPorts: [9000] });
  });

  const failures: readonly (readonly [title: string, lines: readonly string[], expected: object])[] = [
    [
      'a command that fails',
      ['RUN seq 30; exit 3'],
      { message: 'Step 3 (RUN seq 30; exit 3) failed: it ended with exit code 3.' },
    ],
    [
      'a word that is no instruction',
      ['', 'RUNN x'],
      { message: expect.stringMatching(/^Dockerfile, line 4: unknown instruction: RUNN/) as string },
    ],
    [
      'an instruction without its arguments',
      ['ENV A'],
      { message: expect.stringContaining('ENV must have two arguments') as string },
    ],
    [
      'a file that is not in the context',
      ['COPY package.json .'],
      { message: 'Step 3 (COPY package.json .) failed: "package.json" is not in the build context.' },
    ],
    [
      'a program that is not in the image',
      ['RUN ["/no/such"]'],
      { message: expect.stringContaining('"/no/such" cannot be run') as string },
    ],
    [
      'a base image that cannot be pulled',
      ['FROM registry.invalid/base:1'],
      {
        message: expect.stringMatching(
          /^The base image registry\.invalid\/base:1 could not be pulled: its registry/,
        ) as string,
        hint: expect.stringContaining('BASE_IMAGE') as string,
      },
    ],
    [
      'a mount only BuildKit has',
      ['RUN --mount=type=cache,target=/c true'],
      { code: 'BuilderUnsupported', message: expect.stringContaining('--mount needs BuildKit') as string },
    ],
  ];
  for (const [title, lines, expected] of failures) {
    it(`fails plainly on ${title}`, async () => {
      const building = eventsOf(real(), buildOf('fails', testDockerfile(...lines)));
      await expect(building).rejects.toMatchObject({ name: 'FcError', code: 'BuildFailed', ...expected });
      expect(await leftovers(real())).toEqual([]);
    });
  }

  it('shows the last twenty lines of the step that failed, and none of the others', async () => {
    const building = eventsOf(real(), buildOf('tail', testDockerfile('RUN echo before', 'RUN seq 30; exit 3')));
    const lastTwenty = Array.from({ length: 20 }, (_, index) => `${index + 11}`).join('\n');
    await expect(building).rejects.toMatchObject({ detail: lastTwenty });
    const brief = eventsOf(real(), buildOf('tail', testDockerfile('RUN echo earlier', 'RUN echo why; exit 3')));
    await expect(brief).rejects.toMatchObject({ detail: 'why' });
  });

  it('fails plainly without a Dockerfile, and with an empty one', async () => {
    const elsewhere = { ...buildOf('none', testDockerfile()), dockerfile: 'deploy/Dockerfile' };
    await expect(eventsOf(real(), elsewhere)).rejects.toMatchObject({ code: 'DockerfileMissing' });
    await expect(eventsOf(real(), buildOf('empty', ''))).rejects.toMatchObject({ message: 'Dockerfile is empty.' });
  });

  it('is dead within a second of being cancelled, its container gone', async () => {
    const cancel = new AbortController();
    const marker = `sleep 4${process.pid}`;
    const onEvent = (event: BuildEvent): void => {
      if (event.kind === 'output' && event.text === 'now') cancel.abort();
    };
    const request = buildOf('cancelled', testDockerfile(`RUN (echo now; ${marker}) & ${marker}`));
    let cancelledAt = 0;
    cancel.signal.addEventListener('abort', () => (cancelledAt = performance.now()));
    const building = real().engine.images.build(request, onEvent, cancel.signal);
    await expect(building).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - cancelledAt).toBeLessThan(1_000);
    expect(processesWith(marker)).toEqual([]);
    expect(await leftovers(real())).toEqual([]);
  });

  it('ends in the middle of the upload when it is cancelled, and lets go of the context', async () => {
    const cancel = new AbortController();
    let released = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield new Uint8Array(1024 ** 2);
          await new Promise(setImmediate);
        }
      } finally {
        released = true;
      }
    }
    await using proxy = await engineProxy(real().engine.info.address);
    const proxied = await connectEngine({
      environment: {},
      platform: 'linux',
      homeFolder: '/',
      address: proxy.address,
    });
    const request = { ...buildOf('endless', ''), context: endless() };
    const building = proxied.images.build(request, () => undefined, cancel.signal);
    await proxy.asked('POST /build?');
    cancel.abort();
    await expect(building).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => released).toBe(true);
  });

  it('that the engine does not live to end is no success', async () => {
    await using proxy = await engineProxy(real().engine.info.address);
    const proxied = await connectEngine({
      environment: {},
      platform: 'linux',
      homeFolder: '/',
      address: proxy.address,
    });
    const onEvent = (event: BuildEvent): void => {
      if (event.kind === 'output') proxy.die();
    };
    const building = proxied.images.build(buildOf('orphan', testDockerfile('RUN echo now; sleep 1')), onEvent);
    await expect(building).rejects.toMatchObject({ code: 'EngineNotRunning' });
  });

  it('whose answer ends without an image is no success either: so a stopping engine ends it', async () => {
    await using socket = await httpSocket(({ url = '' }, response) => {
      if (url.startsWith('/version'))
        response.end('{"ApiVersion":"1.41","Version":"20.10.24","Os":"linux","Arch":"amd64"}');
      else if (url.startsWith('/info')) response.end('{"NCPU":2,"MemTotal":1,"KernelVersion":"another"}');
      else response.end('{"stream":"Step 1/2 : FROM base"}\n{"stream":"\\n"}\n');
    });
    const engine = await connectEngine({ environment: {}, platform: 'linux', homeFolder: '/', address: socket.path });
    expect(engine.info.containersReachable).toBe(false);
    const building = engine.images.build(buildOf('quiet', ''), () => undefined);
    await expect(building).rejects.toMatchObject({
      code: 'BuildFailed',
      message: 'Step 1 (FROM base) failed: the engine ended the build without an image.',
    });
  });
});

async function eventsOf({ engine }: RealEngine, request: BuildRequest): Promise<readonly BuildEvent[]> {
  const events: BuildEvent[] = [];
  await engine.images.build(request, (event) => events.push(event));
  return events;
}

/** The containers of build steps; they carry the labels of the image they began with. */
async function leftovers({ docker }: RealEngine): Promise<readonly string[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [labelOfRun] } });
  return found.map(({ Command }) => Command);
}

function processesWith(text: string): readonly string[] {
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-eo', 'args'])
      .toString()
      .split('\n')
      .filter((line) => line === text);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(pid))
    .filter((line) => line.startsWith(text));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ''; // ended meanwhile
  }
}
