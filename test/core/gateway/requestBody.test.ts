import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { ClientCall } from '../../../src/core/gateway/clientCall.ts';
import { openLocalServer, type LocalServer } from '../../../src/core/gateway/localServer.ts';
import { entityTooLarge } from '../../../src/core/gateway/platformError.ts';
import { announcedLength, readBody, StreamedBody } from '../../../src/core/gateway/requestBody.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { bytesOf } from './fakeBackend.ts';
import { rawConnection } from './testGateway.ts';

const limit = { bytes: 10, tooLarge: () => entityTooLarge(10) };
const patience = { clock: new FakeClock(), seconds: 3 };

/** What a server makes of a request with this body. */
async function received<T>(request: string, use: (call: ClientCall) => Promise<T>): Promise<T> {
  const result = withResolvers<T>();
  await using server = await serverOf((call) => use(call).then(result.resolve, result.reject));
  const socket = await rawConnection(server.port);
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${request}`);
  return await result.promise.finally(() => socket.destroy());
}

const serverOf = (handle: (call: ClientCall) => Promise<void>): Promise<LocalServer> =>
  openLocalServer({ wishedPorts: [], clock: new FakeClock(), handle, requestIdOf: () => '1-0' });

const text = async (body: Promise<Uint8Array> | Uint8Array): Promise<string> => Buffer.from(await body).toString();
const read = (call: ClientCall): Promise<string> => text(readBody(call, limit, patience));
const streamed = (call: ClientCall): Promise<string> =>
  bytesOf(new StreamedBody(call, limit, () => undefined)).then(text);

describe.each([
  ['read', read],
  ['streamed', streamed],
])('A body that is %s', (_how, use) => {
  it.each([
    ['of a known length', 'Content-Length: 10\r\n\r\n0123456789'],
    ['of unknown length', 'Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n'],
  ])('is whole: %s', async (_what, body) => {
    expect(await received(body, use)).toBe('0123456789');
  });

  it('is refused when more comes than is allowed', async () => {
    const body = 'Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n';
    await expect(received(body, use)).rejects.toMatchObject({ code: 'EntityTooLarge' });
  });

  it('ends when the call does', async () => {
    const aborted = (call: ClientCall): Promise<string> => {
      setImmediate(() => call.abort());
      return use(call);
    };
    await expect(received('Content-Length: 10\r\n\r\n0', aborted)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('A body that is read', () => {
  it('is waited for as long as a call may take, and no timer is left of it', async () => {
    const { clock } = patience;
    const waiting = received('Content-Length: 10\r\n\r\n0', read);
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    const refused = expect(waiting).rejects.toThrow('the request body did not arrive within 3 seconds');
    await clock.advance(3000);
    await refused;
    expect(await received('Content-Length: 1\r\n\r\n0', read)).toBe('0');
    const tooLarge = 'Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n';
    await expect(received(tooLarge, read)).rejects.toMatchObject({ code: 'EntityTooLarge' });
    expect(clock.sleeping).toBe(0);
  });
});

describe('A body', () => {
  it('is not read at all when it says that it is too large', async () => {
    const paused = async (call: ClientCall): Promise<boolean> => {
      await expect(read(call)).rejects.toMatchObject({ code: 'EntityTooLarge' });
      return call.request.readableDidRead;
    };
    expect(await received('Content-Length: 11\r\n\r\n', paused)).toBe(false);
  });

  it('says how long it is, or not', async () => {
    const length = (call: ClientCall): Promise<number | undefined> => Promise.resolve(announcedLength(call.request));
    expect(await received('\r\n', length)).toBe(0);
    expect(await received('Content-Length: 7\r\n\r\n', length)).toBe(7);
    expect(await received('Transfer-Encoding: chunked\r\n\r\n', length)).toBeUndefined();
  });

  it('that nobody wants any more leaves the connection of the client open', async () => {
    const dropped = async (call: ClientCall): Promise<boolean> => {
      const body = new StreamedBody(call, limit, () => undefined);
      body.destroy();
      await once(body, 'close');
      return call.request.socket.destroyed;
    };
    expect(await received('Content-Length: 9\r\n\r\n0', dropped)).toBe(false);
  });
});
