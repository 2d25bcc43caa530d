import { once } from 'node:events';
import { WebSocket, type CloseEvent } from 'undici';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { server } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import type { TestedFunction } from './testedFunction.ts';
import { rawConnection } from './httpCall.ts';
import { died, timedOut } from './outcomes.ts';

const upgrading = (name: string): { runs: readonly string[]; props: Record<string, unknown> } => ({
  runs: server('upgrades', name),
  props: { timeout: 1 },
});

/** A WebSocket of a browser's kind that has heard "hello". */
async function opened(fn: TestedFunction): Promise<WebSocket> {
  const socket = new WebSocket((await fn.url()).replace('http:', 'ws:'));
  const message = once(socket, 'message') as Promise<[{ readonly data: unknown }]>;
  expect((await message)[0].data).toBe('hello');
  return socket;
}

/** The code it was closed with. */
async function closed(socket: WebSocket): Promise<number> {
  const [{ code }] = (await once(socket, 'close')) as [CloseEvent];
  return code;
}

/** What a browser asks with. */
const asking = {
  headers: {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'a2V5',
  },
};

export function upgrades(add: AddHostile): void {
  add('one that never ends', upgrading('never ends'), async (fn) => {
    const socket = await opened(fn);
    expect(await closed(socket)).toBe(1006); // docs: WebSocket, bounded by the timeout
    const end = await fn.prints(/^FC Invoke End/);
    expect(end.split('Error: ')[1]).toMatch(timedOut.error!);
    await fn.isGood();
  });

  add('one whose server crashes', upgrading('crashes'), async (fn) => {
    const socket = await opened(fn);
    socket.send('now');
    expect(await closed(socket)).toBe(1006);
    const end = await fn.prints(/^FC Invoke End/);
    expect(end.split('Error: ')[1]).toMatch(died.error!);
    await fn.prints('The container ended with exit code 8; its last lines are in the log.');
    await fn.isGood();
  });

  add('one whose client disappears', upgrading('never ends'), async (fn) => {
    await using gone = await rawConnection(await fn.url());
    const lines = Object.entries({ host: 'localhost', ...asking.headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    gone.socket.write(`GET / HTTP/1.1\r\n${lines.join('')}\r\n`);
    await eventually(() => expect(gone.received()).toContain('hello'));
    gone.socket.destroy();
    expect(await fn.prints(/^FC Invoke End/)).not.toContain('Error');
    await fn.isGood();
  });

  add('one the server never agrees to', upgrading('hangs before it agrees'), async (fn) => {
    timedOut.check(await fn.call(asking), 'http');
    await fn.prints(/^FC Invoke End .*Function timed out/);
    await fn.isGood();
  });

  add('one the server answers with garbage', upgrading('is garbage'), async (fn) => {
    died.check(await fn.call(asking), 'http');
    await fn.prints(/^FC Invoke End .*Process exited unexpectedly/);
    await fn.isGood();
  });
}
