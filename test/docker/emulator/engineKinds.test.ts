import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../../src/core/emulator/createEmulator.ts';
import { defaultSettings, type Settings } from '../../../src/core/emulator/settings.ts';
import type { LogSink } from '../../../src/core/ports/logSink.ts';
import { localCredentials, localMachine } from '../../../src/localMachine.ts';
import { freePort } from '../../support/freePort.ts';
import { describeWithEngine, type RealEngine } from '../../support/realEngine.ts';
import { opcode, TestWebSocket } from '../../support/testWebSocket.ts';
import { remoteContainers } from '../adapter/remoteContainers.ts';
import { containersOfThisProcess } from '../hostile/holdings.ts';
import { event, nodeImage, nodeServer, realFunction, serverOf, sharedFunction, textOf } from './realFunction.ts';

/** An emulator whose engine is in a virtual machine, as Docker Desktop's: containers are reached by published ports. */
function remoteEmulator(real: RealEngine, log: LogSink, settings: Partial<Settings> = {}): Emulator {
  const { engine } = real;
  const remote = {
    ...engine,
    info: { ...engine.info, containersReachable: false },
    containers: remoteContainers(real),
  };
  return createEmulator({
    ...localMachine,
    connect: () => Promise.resolve(remote),
    credentials: localCredentials(),
    log,
    settings: () => ({ ...defaultSettings, ...settings }),
    trace: () => undefined,
  });
}

/** The far ends of this machine's IPv4 connections, as the kernel writes them. */
const farEnds = (): readonly string[] =>
  readFileSync('/proc/self/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[2] ?? '');

describeWithEngine('A function on an engine in a virtual machine', (real) => {
  const fn = sharedFunction(real, {
    image: nodeImage,
    command: serverOf('web'),
    emulatorFor: (log) => remoteEmulator(real(), log),
  });

  it('is called through the published port', async () => {
    expect(fn().seen().instance).toMatchObject({ state: 'idle' });
    const answer = await fetch(`${fn().seen().url!}/orders?id=1`, { method: 'PUT', body: 'text' });
    expect(await answer.json()).toMatchObject({ method: 'PUT', url: '/orders?id=1', body: 'text' });
    const called = await fn().emulator.invoke(fn().id, event('an event'));
    expect(JSON.parse(textOf(called.body))).toMatchObject({ url: '/invoke', body: 'an event' });
    expect(called.maxMemoryMb).toBeGreaterThan(1);
    const port = fn().seen().instance?.hostPort?.toString(16).toUpperCase().padStart(4, '0');
    expect(farEnds()).toContain(`0100007F:${port}`);
  });

  it('speaks WebSocket', async () => {
    await using socket = await TestWebSocket.open(fn().seen().url!);
    expect(await socket.next()).toEqual({ opcode: opcode.text, payload: 'welcome to /' });
    socket.send(opcode.binary, '\0\xff');
    expect(await socket.next()).toEqual({ opcode: opcode.binary, payload: '\0\xff' });
    socket.send(opcode.close, '');
    expect(await socket.next()).toEqual({ opcode: opcode.close, payload: '' });
  });
});

describeWithEngine('A start on an engine in a virtual machine', (real) => {
  it('is over when the server listens, not when the published port opens', async () => {
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: ['sh', '-c', 'sleep 0.5; exec "$@"', '--', ...nodeServer()],
      emulatorFor: (log) => remoteEmulator(real(), log),
    });
    await fn.emulator.start(fn.id);
    expect(await (await fetch(fn.seen().url!)).text()).toBe('hello');
  });

  const causes = [
    {
      what: 'its server listens on 127.0.0.1 only',
      listen: { host: '127.0.0.1' },
      hint: /^The server listens on 127\.0\.0\.1:\d+ only\. It must listen on 0\.0\.0\.0/,
    },
    {
      what: 'its server listens on another port',
      listen: { port: '8080' },
      hint: /^The server listens on 0\.0\.0\.0:8080, but CAPort is \d+\./,
    },
  ];
  it.each(causes)('fails because $what', async ({ listen, hint }) => {
    const port = await freePort();
    const fn = await realFunction(real(), {
      image: nodeImage,
      port,
      command: nodeServer(undefined, listen),
      emulatorFor: (log) => remoteEmulator(real(), log, { startTimeoutSeconds: 1 }),
    });
    await expect(fn.emulator.start(fn.id)).rejects.toMatchObject({
      code: 'FunctionNotStarted',
      message: `Function instance health check failed on port ${port} in 1 seconds.`,
      hint: expect.stringMatching(hint) as string,
    });
    expect(await containersOfThisProcess(real())).toEqual([]); // whoever looked inside is gone, too
  });
});
