import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { server } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import { rawConnection } from './httpCall.ts';
import { answered, refused } from './outcomes.ts';

const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 ** 2, 'x');
const counts = { runs: server('bodies', 'counts what it gets') };

export function limits(add: AddHostile): void {
  add('requests that are larger than the platform takes', counts, async (fn) => {
    const limit = 32 * 1024 ** 2;
    answered(`POST ${limit}`).check(await fn.call({ method: 'POST', body: megabytes(32) }), 'http');
    const tooLarge = Buffer.alloc(limit + 1);
    const largeBody = refused(
      400,
      'InvalidArgument',
      `the request body is larger than the ${limit} bytes that are allowed`,
    );
    largeBody.check(await fn.call({ method: 'POST', body: tooLarge }), 'http');
    largeBody.check(await fn.call({ method: 'POST', body: Readable.from([tooLarge]) }), 'http');
    const largeEvent = refused(400, 'EntityTooLarge', `payload size exceeds maximum allowed size (${limit} bytes)`);
    largeEvent.check(await fn.invoke(tooLarge), 'event');

    answered('POST 0').check(await fn.call({ method: 'POST', path: `/${'x'.repeat(4095)}` }), 'http');
    const longPath = refused(400, 'InvalidArgument', 'path and query have 4097 bytes, 4096 are allowed');
    longPath.check(await fn.call({ path: `/${'x'.repeat(4096)}` }), 'http');
    const largeHead = refused(400, 'InvalidArgument', /^the request headers have \d+ bytes, 8192 are allowed$/);
    largeHead.check(await fn.call({ headers: { 'x-large': 'x'.repeat(8 * 1024 + 1) } }), 'http');
    await fn.isGood();
  });

  add('an answer that is larger than the platform takes', { runs: server('bodies', 'writes 33 MB') }, async (fn) => {
    const heard = await fn.call();
    expect([heard.status, heard.body.length, heard.isCut]).toEqual([200, 33 * 1024 ** 2, false]); // streamed: as it comes
    const event = await fn.invoke();
    expect(event).toMatchObject({ status: 200, headers: { 'x-fc-error-type': 'UnhandledInvocationError' } });
    expect(JSON.parse(event.body)).toEqual({
      errorMessage: `the answer is larger than the ${32 * 1024 ** 2} bytes that are allowed`,
    });
    await fn.isGood();
  });

  add('bytes that are no request', counts, async (fn) => {
    for (const bytes of [
      'hello\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nfour',
      'GET / HTTP/1.1\r\nHost: localhost\r\nX-Split: a\rb\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
    ]) {
      await using raw = await rawConnection(await fn.url());
      raw.socket.write(bytes);
      await eventually(() => expect(raw.received()).toContain('malformed HTTP request'));
      expect(raw.received()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    }
    expect(fn.texts.filter((text) => text.startsWith('FC Invoke'))).toEqual([]);
    await fn.isGood();
  });

  const one = { concurrencyConfig: { reservedConcurrency: 1 } };
  add(
    '300 requests at once to one slow instance',
    { runs: server('bodies', 'takes 20 ms'), props: one },
    async (fn) => {
      await fn.isGood();
      const heard = await Promise.all(Array.from({ length: 300 }, () => fn.call()));
      const done = heard.filter(({ status }) => status === 200);
      // one is served, a hundred wait: some of them have been served before the last ones came
      expect(done.length).toBeGreaterThanOrEqual(101);
      const others = heard.filter(({ status }) => status !== 200);
      expect(others.length).toBeGreaterThan(0);
      for (const one of done) answered('done').check(one, 'http');
      for (const one of others) refused(429, 'ResourceExhausted', /busy/).check(one, 'http');
      expect(new Set(await Promise.all(done.map(async (one) => (await fn.report(one)).instanceId))).size).toBe(1);
      await fn.isGood();
    },
  );
}
