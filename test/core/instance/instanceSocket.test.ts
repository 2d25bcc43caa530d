import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { InstanceSocket } from '../../../src/core/instance/instanceSocket.ts';
import { rawServer } from '../../support/rawServer.ts';

afterEach(() => vi.restoreAllMocks());

it('reads what the server said before it went away, though writing to it fails meanwhile', async () => {
  await using server = await rawServer((peer) => {
    // a close with unread bytes resets the connection
    peer.pause();
    peer.write('too large', () => setImmediate(() => peer.resetAndDestroy()));
  });
  const socket = new InstanceSocket().dial(server.address).pause();
  socket.on('error', () => undefined);
  socket.write('POST / HTTP/1.1\r\n\r\n');
  await vi.waitFor(() => expect(server.connections[0]?.socket.destroyed).toBe(true));
  // it fails in the call itself, before the event loop has had a look at what is to be read
  for (let count = 0; count < 10; count++) socket.write(Buffer.alloc(1024 * 1024));
  let read = '';
  socket.on('data', (bytes: Buffer) => (read += String(bytes))).resume();
  await once(socket, 'close');
  expect(read).toBe('too large');
});

it('dials by itself: editors replace net.connect', async () => {
  for (const name of ['connect', 'createConnection'] as const)
    vi.spyOn(net, name).mockImplementation(() => {
      throw new Error('replaced');
    });
  await using server = await rawServer(() => undefined);
  const socket = new InstanceSocket().dial(server.address);
  await once(socket, 'connect');
  expect(socket.timeout).toBe(0); // a server that was reached may take its time
  socket.destroy();
});

// elsewhere a full backlog is refused at once
it.runIf(process.platform === 'linux')('gives up a server that does not accept within 3 seconds', async () => {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(workerData, 0, 0); // nobody accepts
     });`,
    { eval: true, workerData: new Int32Array(new SharedArrayBuffer(4)) },
  );
  const [port] = (await once(worker, 'message')) as [number];
  const sockets = [1, 2, 3, 4].map(() => new InstanceSocket().dial({ host: '127.0.0.1', port }));
  const failures = sockets.map((socket) => once(socket, 'error') as Promise<[Error]>);
  const [error] = await Promise.race(failures);
  for (const failure of failures) failure.catch(() => undefined);
  expect(error.message).toBe(`The server could not be reached at 127.0.0.1:${port} within 3 seconds.`);
  for (const socket of sockets) socket.destroy();
  await worker.terminate();
});
