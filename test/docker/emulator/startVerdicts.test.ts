import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { containerPlan } from '../../../src/core/instance/containerPlan.ts';
import { StartFailedError } from '../../../src/core/instance/startFailedError.ts';
import { startInstance } from '../../../src/core/instance/startInstance.ts';
import type { StartCause, StartFailure } from '../../../src/core/shared/startFailure.ts';
import { probeBinaries } from '../../../src/docker/probeBinaries.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { freePort } from '../../support/freePort.ts';
import { describeWithEngine, testDockerfile, testLabels } from '../../support/realEngine.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';
import { buildOf } from '../contract/engineContract.ts';

const node = 'fc-containers/node:22';
const broken = 'fc-containers-test/verdicts:1';

/** Start commands of every kind that fail, in one image. */
const files = {
  'crlf.sh': '#!/bin/sh\r\necho hi\r\n',
  'env-crlf.sh': '#!/usr/bin/env node\r\n',
  'no-bash.sh': '#!/bin/bash\necho hi\n',
  'no-line.sh': 'echo hi\n',
  'no-command.sh': '#!/bin/sh\nnodee server.js\n',
  'runs-locked.sh': '#!/bin/sh\nexec /app/locked.sh\n',
  'locked.sh': '#!/bin/sh\n',
  'arm.b64': probeBinaries['arm64']!,
};
const dockerfile = testDockerfile(
  'COPY --from=fc-containers/python:3.11 /usr/bin/python3.11 /app/foreign-libc',
  `COPY ${Object.keys(files).join(' ')} /app/`,
  'RUN base64 -d /app/arm.b64 > /app/arm && chmod +x /app/* && chmod -x /app/locked.sh',
);

describeWithEngine('A start that fails is explained:', (real) => {
  beforeAll(async () => {
    await real().engine.images.build(buildOf('verdicts', dockerfile, files), () => undefined);
  }, 60_000);

  async function failureOf(
    image: string,
    command: readonly string[],
    changes: SpecChanges = {},
    timeoutSeconds = 15,
  ): Promise<StartFailure> {
    const { engine } = real();
    const port = await freePort();
    const spec = testSpec({
      cpu: 1,
      ...changes,
      container: { image, entrypoint: [], command, port, ...changes.container },
    });
    const instanceId = `c-${randomUUID()}`;
    const plan = containerPlan({ spec, instanceId, accountId: '42', owner: { processId: process.pid, host: 'test' } });
    const error = await startInstance({
      identity: { spec, accountId: '42', credentials: undefined },
      instanceId,
      plan: { ...plan, labels: { ...plan.labels, ...testLabels } },
      image: (await engine.images.inspect(image))!,
      imageMs: 0,
      pullMs: 0,
      engine,
      clock: systemClock,
      timeoutSeconds,
      onOutput: () => undefined,
      onRecord: () => undefined,
      onSlow: () => undefined,
      onChange: () => undefined,
      onLeftBehind: () => undefined,
      onIdleClosed: () => undefined,
      watcher: { newHookId: () => 'a-uuid', started: () => undefined, ended: () => undefined },
      signal: new AbortController().signal,
    }).then(
      () => expect.unreachable('it started'),
      (reason: unknown) => reason,
    );
    if (!(error instanceof StartFailedError)) throw error;
    return error.failure;
  }

  const commands: readonly (readonly [StartCause, command: readonly string[], code: string, found: string])[] = [
    ['carriageReturn', ['/app/crlf.sh'], 'code 2', '/app/crlf.sh has Windows line ends: "/bin/sh\\r" was looked for'],
    ['carriageReturn', ['/app/env-crlf.sh'], 'code 127', 'A script has Windows line ends: "node\\r" was looked for'],
    ['interpreterMissing', ['/app/no-bash.sh'], 'code 2', '/app/no-bash.sh is a script for /bin/bash, which is not in'],
    ['loaderMissing', ['/app/foreign-libc'], 'code 2', 'its loader /lib64/ld-linux-x86-64.so.2 is not in the image'],
    ['noInterpreterLine', ['/app/no-line.sh'], 'code 8', '/app/no-line.sh is no program, and as a script it does not'],
    ['wrongArchitecture', ['/app/arm'], 'code 8', '/app/arm is a program for arm64; the platform runs linux/amd64.'],
    ['commandNotFound', ['/app/no-command.sh'], 'code 127', 'The command "nodee" is not in the image'],
    ['commandNotFound', ['nodee'], 'the file nodee is not exist', '"nodee" cannot be run: there is no such file in'],
    ['notExecutable', ['/app/locked.sh'], 'execute permissions', 'it is not an executable file'],
    ['notExecutable', ['/app/runs-locked.sh'], 'code 126', '"/app/locked.sh" may not be executed'],
    [
      'killed',
      ['sh', '-c', 'sh -c "kill -SEGV \\$\\$"; exit $?'],
      'code 139',
      'It was ended by the signal SIGSEGV (exit code 139',
    ],
    ['endedByItself', ['echo', 'bye'], 'code 0', 'Its last line was: bye'],
    ['exited', ['sh', '-c', 'echo Error: no database; exit 3'], 'code 3', 'Its last line was: Error: no database'],
  ];
  it.each(commands)('%s (%j)', async (cause, command, message, found) => {
    const failure = await failureOf(broken, command);
    expect(failure).toMatchObject({ cause, message: expect.stringContaining(message) as string });
    expect(failure.found.join(' ')).toContain(found);
  });

  const memory: readonly (readonly [StartCause, script: string, changes: SpecChanges, found: RegExp])[] = [
    ['heapLimit', 'const a = []; for (;;) a.push({})', {}, /heap was full before the 512 MB/],
    ['outOfMemory', 'const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))', { memorySize: 128 }, /limit is 128 MB/],
  ];
  it.each(memory)('%s', async (cause, script, changes, found) => {
    const failure = await failureOf(node, ['node', '--max-old-space-size=20', '-e', script], changes);
    expect(failure).toMatchObject({ cause, found: [expect.stringMatching(found)] });
  });

  const servers: readonly (readonly [StartCause, listen: string, found: RegExp])[] = [
    ['loopbackOnly', 'process.env.FC_CUSTOM_LISTEN_PORT, "127.0.0.1"', /127\.0\.0\.1:\d+ only/],
    ['otherPort', '8080, "0.0.0.0"', /listens on 0\.0\.0\.0:8080, but CAPort is/],
  ];
  it.each(servers)('%s', async (cause, listen, found) => {
    const failure = await failureOf(node, ['node', '-e', `http.createServer().listen(${listen})`], {}, 4);
    expect(failure).toMatchObject({ cause, found: [expect.stringMatching(found)] });
  });

  it('as waiting', async () => {
    expect(await failureOf(broken, ['sleep', '60'], {}, 1)).toMatchObject({
      cause: 'waiting',
      message: expect.stringMatching(/^Function instance health check failed on port \d+ in 1 seconds\.$/) as string,
      found: [expect.stringContaining('It is waiting for something: it uses 0 % of its CPU limit.')],
    });
  });

  it('not as waiting while it is at work', async () => {
    const failure = await failureOf(broken, ['sh', '-c', 'while :; do :; done'], {}, 1);
    expect(['busyStarting', 'notListening']).toContain(failure.cause); // the latter on a machine with too much to do
    expect(failure.found).toEqual([expect.stringMatching(/ it uses \d+ % of its CPU limit\.$/i)]);
  });

  it('by its health check', async () => {
    const healthCheck = {
      httpGetUrl: '/healthz',
      initialDelaySeconds: 0,
      periodSeconds: 1,
      timeoutSeconds: 3,
      failureThreshold: 1,
      successThreshold: 1,
    };
    const script =
      'http.createServer((_, answer) => answer.writeHead(503).end()).listen(process.env.FC_CUSTOM_LISTEN_PORT)';
    expect(await failureOf(node, ['node', '-e', script], { container: { healthCheck } })).toMatchObject({
      cause: 'healthStatus',
      message: 'The function http server cannot be started. check function health failed with status code: 503 ',
    });
  });
});
