import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { idOf, testEmulator } from './testEmulator.ts';

it('A WebSocket on the URL of a function is one call, as long as it lasts', async () => {
  const { emulator, seen, lines } = await testEmulator({
    program: async (container) =>
      container.listen(
        (_request, response) => void response.end(),
        {},
        (request, socket) => {
          socket.on('error', () => undefined);
          socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
          container.print(`${request.url}\n`);
          socket.on('end', () => socket.end());
          socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
        },
      ),
  });
  await emulator.start(idOf());
  const { port, host } = new URL(seen().url!);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET /chat HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  await expect.poll(() => received).toContain('101');
  expect(seen().instance?.state).toBe('busy');
  socket.write('hello');
  await expect.poll(() => received).toContain('echo hello');
  socket.end();
  await once(socket, 'close');
  await expect.poll(() => emulator.history()).toMatchObject([{ statusCode: 101, target: 'GET /chat' }]);
  await emulator.stop(idOf());
  const [{ requestId } = { requestId: '' }] = emulator.history();
  const own = lines.filter((line) => line.requestId === requestId).map(({ text }) => text);
  expect(own.slice(0, 3)).toEqual([
    `FC Invoke Start RequestId: ${requestId}`,
    '/chat',
    `FC Invoke End RequestId: ${requestId}`,
  ]);
});
