import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { server } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import { rawConnection } from './httpCall.ts';
import { answered, cancelled, timedOut } from './outcomes.ts';

const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 ** 2, 'x');
const counts = { runs: server('bodies', 'counts what it gets') };
const impatient = { timeout: 1 };

/** A body in chunks that never ends. */
const endless = (): Readable => Readable.from(endlessly());

async function* endlessly(): AsyncGenerator<Buffer> {
  for (;;) {
    yield Buffer.from('more');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function requests(add: AddHostile): void {
  add('a client whose head never ends', counts, async (fn) => {
    await using slow = await rawConnection(await fn.url());
    const drip = setInterval(() => slow.socket.write('X: y\r\n'), 500);
    slow.socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
    await fn.isGood(); // others are served meanwhile
    await slow.closed.finally(() => clearInterval(drip));
    expect(slow.received()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(slow.received()).toContain('malformed HTTP request: its head did not arrive in time');
    expect(fn.texts.filter((text) => text.startsWith('FC Invoke Start'))).toHaveLength(1);
  });

  add('a client whose body comes byte by byte', counts, async (fn) => {
    await using slow = await rawConnection(await fn.url());
    slow.socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n');
    for (let byte = 0; byte < 5; byte++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      slow.socket.write('x');
    }
    await eventually(() => expect(slow.received()).toMatch(/\r\n\r\nPOST 5$/));
  });

  add('a client that never sends the rest of its body', { ...counts, props: impatient }, async (fn) => {
    await using slow = await rawConnection(await fn.url());
    slow.socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
    await fn.isGood();
    await fn.isGood();
    expect(fn.seen.instances.map(({ state }) => state)).toEqual(['idle']); // none waits for it
    await slow.closed;
    expect(slow.received()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(slow.received()).toContain('the request body did not arrive within 1 seconds');
  });

  add('a client whose chunks come for longer than the timeout', { ...counts, props: impatient }, async (fn) => {
    const heard = await fn.call({ method: 'POST', body: endless() });
    timedOut.check(heard, 'http');
    const { instanceId } = await fn.report(heard);
    expect(await fn.isGood()).not.toBe(instanceId);
  });

  add('a client that disappears in the middle of its body', counts, async (fn) => {
    await using gone = await rawConnection(await fn.url());
    gone.socket.write('POST /up HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n');
    await fn.prints(/^FC Invoke Start/);
    gone.socket.destroy();
    const report = await fn.reportOf((await fn.prints(/^FC Invoke End/)).split(/[ ,]/)[4]!);
    expect(report).toMatchObject({ statusCode: 499, target: 'POST /up', error: { type: 'ClientClosedRequest' } });
    expect(report.error?.message).toMatch(cancelled.error!);
    expect(await fn.isGood()).not.toBe(report.instanceId);
  });

  add(
    'a client that disappears in the middle of the answer',
    { runs: server('bodies', 'writes without an end') },
    async (fn) => {
      await using gone = await rawConnection(await fn.url());
      gone.socket.write('GET /down HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await eventually(() => expect(gone.received().length).toBeGreaterThan(100_000));
      gone.socket.destroy();
      const report = await fn.reportOf((await fn.prints(/^FC Invoke End/)).split(/[ ,]/)[4]!);
      expect(report.error?.message).toMatch(cancelled.error!);
      expect(await fn.isGood()).not.toBe(report.instanceId);
    },
  );

  add(
    'a client that does not read its answer',
    {
      runs: server('bodies', 'writes without an end'),
      props: { timeout: 2, cpu: 1, memorySize: 1024 },
    },
    async (fn) => {
      await using lazy = await rawConnection(await fn.url());
      lazy.socket.pause();
      lazy.socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await fn.prints(/^FC Invoke End .*, Error: Function timed out after 2 seconds/);
      // what the kernel holds between the three of them, and no more
      expect(fn.texts.filter((text) => text === '10 MB written').length).toBeLessThan(4);
      lazy.socket.resume();
      await lazy.closed;
      await fn.isGood();
    },
  );

  add(
    'a client that reads on and on',
    { runs: server('bodies', 'writes without an end'), props: impatient },
    async (fn) => {
      const heard = await fn.call();
      expect(heard).toMatchObject({ status: 200, isCut: true });
      const report = await fn.report(heard);
      expect(report.error?.message).toMatch(timedOut.error!);
      expect(await fn.isGood()).not.toBe(report.instanceId);
    },
  );

  for (const name of ['refuses before it has read', 'refuses and closes before it has read'])
    add(`a large body to a server that ${name} it`, { runs: server('bodies', name) }, async (fn) => {
      const heard = await fn.call({ method: 'POST', body: megabytes(20) });
      answered('too much', 413).check(heard, 'http');
      expect((await fn.report(heard)).error).toBeUndefined();
      answered('too much').check(await fn.invoke(megabytes(20)), 'event');
      await fn.isGood();
    });

  add('a large body to a server that reads slowly', { runs: server('bodies', 'reads slowly') }, async (fn) => {
    const heard = await fn.call({ method: 'POST', body: Readable.from([megabytes(1), megabytes(1)]) });
    answered(`read ${2 * 1024 ** 2}`).check(heard, 'http');
  });

  add(
    'a large body to a server that reads nothing',
    { runs: server('bodies', 'reads nothing and waits'), props: impatient },
    async (fn) => {
      timedOut.check(await fn.call({ method: 'POST', body: megabytes(20) }), 'http');
      timedOut.check(await fn.invoke(megabytes(20)), 'event');
      await fn.isGood();
    },
  );

  add('a server that writes a byte every 100 ms', { runs: server('bodies', 'writes slowly') }, async (fn) => {
    const heard = await fn.call();
    answered('a byte every 100 ms').check(heard, 'http');
    expect(heard.parts).toBeGreaterThan(10); // each as it came
    answered('a byte every 100 ms').check(await fn.invoke(), 'event');
  });
}

/** Ends with a call whose body is not read to its end: whatever it left to be done later must be taken back. */
export function theLastRequest(add: AddHostile): void {
  add(
    'is answered before it is read',
    { runs: server('bodies', 'refuses before it has read') },
    async (fn) => {
      answered('too much', 413).check(await fn.call({ method: 'POST', body: megabytes(20) }), 'http');
      await fn.isGood();
    },
    'alone',
  );
}
