import { once } from 'node:events';
import http, { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { directRequest } from '../../../src/core/shared/directRequest.ts';

afterEach(() => vi.restoreAllMocks());

it('goes to its address though somebody replaced http.request, as the editor does for its proxy settings', async () => {
  vi.spyOn(http, 'request').mockImplementation(() => {
    throw new Error('sent to the proxy');
  });
  const server = createServer((_request, response) => response.end('direct')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    directRequest({ host: '127.0.0.1', port, agent: false }, resolve).once('error', reject).end();
  });
  expect(String(await response.toArray().then((chunks) => Buffer.concat(chunks as Buffer[])))).toBe('direct');
  server.close();
});
