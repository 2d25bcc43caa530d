import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createEmulator } from '../../../src/core/emulator/createEmulator.ts';
import { defaultSettings } from '../../../src/core/emulator/settings.ts';
import { localCredentials, localMachine } from '../../../src/localMachine.ts';
import { describeWithEngine, labelOfRun, testDockerfile, testLabels } from '../../support/realEngine.ts';
import {
  busyboxImage,
  event,
  heldPort,
  nodeImage,
  nodeServer,
  realFunction,
  textOf,
  type FunctionOptions,
} from './realFunction.ts';
import { freePort } from '../../support/freePort.ts';

describeWithEngine('A function that cannot be started', (real) => {
  /** What a start of this function is refused with, and what is left of it at that moment. */
  async function refused(options: FunctionOptions): Promise<object> {
    const fn = await realFunction(real(), options);
    if (options.files !== undefined) await fn.emulator.build(fn.id);
    const error = await fn.emulator.start(fn.id).then(
      () => expect.unreachable('it was started'),
      (reason: unknown) => reason as object,
    );
    expect(await fn.containers()).toEqual([]);
    return error;
  }

  const impatient = { startTimeoutSeconds: 1 };

  it('because its server listens on 127.0.0.1 only', async () => {
    const port = await freePort();
    const command = nodeServer(undefined, { host: '127.0.0.1' });
    expect(await refused({ image: nodeImage, command, port, settings: impatient })).toMatchObject({
      code: 'FunctionNotStarted',
      message: `Function instance health check failed on port ${port} in 1 seconds.`,
      hint: `The server listens on 127.0.0.1:${port} only. It must listen on 0.0.0.0:${port}.`,
      detail: expect.stringContaining('listening') as string,
    });
  });

  it('because its server listens on another port', async () => {
    const command = nodeServer(undefined, { port: '8080' });
    expect(await refused({ image: nodeImage, command, settings: impatient })).toMatchObject({
      code: 'FunctionNotStarted',
      hint: expect.stringContaining('The server listens on 0.0.0.0:8080, but CAPort is ') as string,
    });
  });

  it('because it never listens', async () => {
    const command = ['sh', '-c', 'echo thinking; exec sleep 60'];
    expect(await refused({ image: busyboxImage, command, settings: impatient })).toMatchObject({
      code: 'FunctionNotStarted',
      hint: expect.stringMatching(
        /^Nothing in the container listens on any port yet\. It is waiting for something/,
      ) as string,
      detail: 'thinking',
    });
  });

  it('because it crashes, which is told at once', async () => {
    const command = ['node', '-e', 'console.error("no such module"); console.log(Date.now()); process.exit(2)'];
    const error = await refused({ image: nodeImage, command });
    const toldAt = Date.now();
    expect(error).toMatchObject({
      code: 'CAExited',
      message: expect.stringMatching(
        /^Function instance exited unexpectedly\(code 2, message:no such file or directory\) with start command 'node -e /,
      ) as string,
      detail: expect.stringContaining('no such module') as string,
    });
    const diedAt = Number(/\d{13}/.exec((error as { detail: string }).detail)?.[0]);
    expect(toldAt - diedAt).toBeLessThan(1_000);
  });

  it('because its start command ends by itself', async () => {
    expect(await refused({ image: busyboxImage, command: ['true'] })).toMatchObject({
      code: 'CAExited',
      message: "Function instance exited unexpectedly(code 0) with start command 'true'.",
      hint: expect.stringMatching(
        /^The start command ended by itself, without an error\. It must keep serving/,
      ) as string,
    });
  });

  it('because it needs more memory than it has', async () => {
    const command = ['node', '-e', 'const all = []; for (;;) all.push(Buffer.alloc(10 * 1024 ** 2, 1))'];
    expect(await refused({ image: nodeImage, command, props: ['memorySize: 128'] })).toMatchObject({
      code: 'CAExited',
      message: expect.stringContaining('(code 137)') as string,
      hint: expect.stringMatching(/^It was killed for want of memory: the limit is 128 MB/) as string,
    });
  });

  it('because its start command is not in the image', async () => {
    expect(await refused({ image: busyboxImage, command: ['/no/such/program'] })).toMatchObject({
      code: 'CAFileNotFound',
      message:
        'The function cannot be started. Failed to start function instance. Error: the file /no/such/program is not exist',
      hint: expect.stringContaining('CMD') as string,
      failure: { cause: 'commandNotFound' },
    });
  });

  it('because there is no start command at all', async () => {
    const Dockerfile = ['FROM scratch', `LABEL ${labelOfRun}`, 'COPY s.yaml /'].join('\n');
    expect(await refused({ files: { Dockerfile } })).toMatchObject({
      code: 'CAExited',
      message: expect.stringContaining('neither CMD nor ENTRYPOINT') as string,
      failure: { code: 'CAExited' },
    });
  });

  it('because its start script has no #! line', async () => {
    const Dockerfile = testDockerfile('COPY serve /serve', 'RUN chmod +x /serve', 'CMD ["/serve"]');
    expect(await refused({ files: { Dockerfile, serve: 'exec httpd -f\n' } })).toMatchObject({
      code: 'CAExited',
      hint: expect.stringMatching(/^\/serve is no program, and as a script it does not begin with #!/) as string,
    });
  });

  it('because its image is for another processor', async () => {
    expect(await refused({ image: 'fc-containers/busybox:arm64' })).toMatchObject({
      code: 'ImageNotAmd64',
      message: expect.stringContaining('linux/arm64') as string,
      hint: expect.stringContaining('--platform linux/amd64') as string,
    });
  });

  it('because its image is not there', async () => {
    expect(await refused({ image: 'fc-containers-test/absent:1' })).toMatchObject({
      code: 'ImageMissing',
      message: 'The image fc-containers-test/absent:1 is not on this engine.',
      hint: expect.stringMatching(/^Build fn-\w+ first\.$/) as string,
    });
  });

  it('because a container of another origin has its name', async () => {
    const instanceName = randomBytes(6).toString('hex');
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: nodeServer(),
      emulatorFor: (log) =>
        createEmulator({
          ...localMachine,
          credentials: localCredentials(),
          log,
          settings: () => defaultSettings,
          randomHex: (digits) => instanceName.slice(0, digits),
          trace: () => undefined,
        }),
    });
    const name = `fc-${fn.name}-${instanceName}`;
    const { docker, engine } = real();
    const { id } = await docker.createContainer({ name, Image: busyboxImage, Labels: testLabels });
    await expect(fn.emulator.start(fn.id)).rejects.toMatchObject({
      code: 'EngineFailed',
      message: `There is a container named ${name} already.`,
      hint: expect.stringContaining(`docker rm -f ${name}`) as string,
    });
    expect(await fn.containers()).toEqual([]);
    expect(await engine.containers.inspect(id)).toBeDefined(); // it is not ours to remove
    await engine.containers.remove(id);
    expect((await fn.emulator.start(fn.id)).state).toBe('idle');
  });
});

describeWithEngine('A function that runs all the same', (real) => {
  it('gets a URL on another port when CAPort is in use here, and keeps it', async () => {
    await using holder = await heldPort();
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer(), port: holder.port });
    expect((await fn.emulator.start(fn.id)).caPort).toBe(holder.port);
    const { url = '' } = fn.seen();
    expect(url).not.toBe(`http://127.0.0.1:${holder.port}`);
    expect(await (await fetch(url)).text()).toBe('hello');
    await fn.emulator.restart(fn.id);
    expect(fn.seen().url).toBe(url);
  });

  it('may print binary', async () => {
    const answer = `process.stdout.write(Buffer.from(Array.from({ length: 1024 }, (_, at) => at % 256)));
      process.stdout.write(Buffer.from('\\nafter that\\n')); response.end(Buffer.from([0xff, 0x00, 0x80]));`;
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer(answer) });
    expect(Buffer.from((await fn.emulator.invoke(fn.id, event())).body)).toEqual(Buffer.from([0xff, 0x00, 0x80]));
    await fn.emulator.stop(fn.id);
    const log = fn.log();
    expect(log.indexOf('after that')).toBeGreaterThan(log.findIndex((text) => text.includes('\uFFFD')));
    expect(log.indexOf('after that')).toBeLessThan(log.findIndex((text) => text.startsWith('FC Invoke End')));
  });
});

describeWithEngine('A call', (real) => {
  const answer = `
    if (body.toString() === 'crash') { console.log('going down'); process.exit(3); }
    if (body.toString() === 'oom') { const all = []; for (;;) all.push(Buffer.alloc(10 * 1024 ** 2, 1)); }
    if (body.toString() !== 'hang') response.end('hello');`;

  it('that kills its instance says how, in event and HTTP mode, and the next one starts another', async () => {
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: nodeServer(answer),
      props: ['memorySize: 128'],
    });
    const crashed = await fn.emulator.invoke(fn.id, event('crash'));
    const message =
      /^Process exited unexpectedly before completing request \(duration: \d+ms, maxMemoryUsage: [\d.]+MB\)$/;
    expect(crashed.statusCode).toBe(200);
    expect(JSON.parse(textOf(crashed.body))).toEqual({ errorMessage: expect.stringMatching(message) as string });
    expect(crashed.error).toMatchObject({
      type: 'UnhandledInvocationError',
      hint: expect.stringContaining('exit code 3') as string,
    });
    await expect.poll(() => fn.seen().instance).toMatchObject({ state: 'stopped', termination: 'crashed' });
    await expect.poll(() => fn.log().join('\n')).toMatch(/going down\nFC Invoke End .*, Error: Process exited/);

    const http = { mode: 'http', method: 'POST', path: '/', headers: [], body: Buffer.from('oom') } as const;
    const oom = await fn.emulator.invoke(fn.id, http);
    expect(oom).toMatchObject({ statusCode: 502, coldStart: { totalMs: expect.any(Number) as number } });
    expect(oom.error).toMatchObject({
      message: expect.stringMatching(message) as string,
      hint: expect.stringContaining('memorySize') as string,
    });
    await expect.poll(() => fn.seen().instance).toMatchObject({ state: 'stopped', termination: 'oom' });

    expect(await fn.emulator.invoke(fn.id, event())).toMatchObject({ statusCode: 200 });
    expect(fn.seen().url).toBe(`http://127.0.0.1:${fn.port}`);
    expect((await fn.containers()).length).toBe(1);
  });

  it("that takes longer than the function's timeout is ended, and its instance replaced", async () => {
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer(answer), props: ['timeout: 1'] });
    const hanging = await fn.emulator.invoke(fn.id, event('hang'));
    expect(textOf(hanging.body)).toMatch(
      /^\{"errorMessage":"Function timed out after 1 seconds \(maxMemoryUsage: [\d.]+MB\)"\}$/,
    );
    expect(hanging.durationMs).toBeLessThan(2_000);
    const next = await fn.emulator.invoke(fn.id, event());
    expect(next.instanceId).not.toBe(hanging.instanceId);
    expect((await fn.containers()).length).toBe(1);
  });

  it('that the client cancels ends at once', async () => {
    const fn = await realFunction(real(), { image: nodeImage, command: nodeServer(answer) });
    await fn.emulator.start(fn.id);
    const cancel = new AbortController();
    const invoking = fn.emulator.invoke(fn.id, event('hang'), { signal: cancel.signal });
    await expect.poll(() => fn.log().join()).toContain('FC Invoke Start');
    cancel.abort();
    expect((await invoking).error?.message).toMatch(/^Invocation canceled by client/);
  });
});

describeWithEngine('A build', (real) => {
  it('of an image for another processor is refused with the fix', async () => {
    const Dockerfile = [`FROM fc-containers/busybox:arm64`, `LABEL ${labelOfRun}`, 'CMD ["httpd", "-f"]'].join('\n');
    const fn = await realFunction(real(), { files: { Dockerfile } });
    await expect(fn.emulator.build(fn.id)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:ImageNotAmd64|BuildFailed)$/) as string,
      message: expect.stringContaining('amd64') as string,
    });
  });

  it('without a Dockerfile says where it was looked for', async () => {
    const fn = await realFunction(real(), {});
    await expect(fn.emulator.build(fn.id)).rejects.toMatchObject({
      code: 'DockerfileMissing',
      message: expect.stringContaining(`${fn.folder}/Dockerfile is not there`) as string,
    });
  });

  it('sends what .dockerignore leaves', async () => {
    const fn = await realFunction(real(), {
      files: {
        Dockerfile: testDockerfile('COPY . /app', 'RUN cd /app && find . | sort', 'CMD ["true"]'),
        '.dockerignore': `*.env\nnode_modules\n!node_modules/kept.js\ns.yaml\nDockerfile\n`,
        'secret.env': `TOKEN=${randomUUID()}`,
        'node_modules/kept.js': '',
        'node_modules/left.js': '',
        'src/main.js': '',
      },
    });
    const found: string[] = [];
    await fn.emulator.build(fn.id, {
      onEvent: (built) => built.kind === 'output' && built.text.startsWith('.') && found.push(built.text),
    });
    expect(found).toEqual([
      '.',
      './.dockerignore',
      './node_modules',
      './node_modules/kept.js',
      './src',
      './src/main.js',
    ]);
  });
});
