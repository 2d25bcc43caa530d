import { expect } from 'vitest';
import { server } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import { answered, badResponse, cut, died, timedOut, type Outcome } from './outcomes.ts';

/** A server of test/fixtures/hostile/answers.js, and what comes of its answer. */
interface Row {
  readonly name: string;
  readonly http: Outcome;
  readonly event: Outcome;
  /** What was found out about it, in our words. */
  readonly because?: RegExp;
  readonly then: 'serves on' | 'is replaced';
}

const row = (name: string, outcome: Outcome, changes: Partial<Row> = {}): Row => ({
  name,
  http: outcome,
  event: outcome,
  then: 'serves on',
  ...changes,
});

const then = 'is replaced';
/** Of the call, or of the instance when the engine told it too late for that. */
const exit = /code 7/;
/** The client has all it was promised before it is known that more follows. */
const surplus = (body: string): Outcome => ({ ...died, check: answered(body).check });

const rows: readonly Row[] = [
  row('closes the connection', died, { because: /closed the connection without a byte of an answer/ }),
  row('resets the connection', died, { because: /reset the connection without a byte of an answer/ }),
  row('crashes', died, { because: exit, then }),
  row('hangs', timedOut, { then }),
  row('garbage', died, { because: /answer is no HTTP/ }),
  row('HTTP 0.9', died, { because: /answer is no HTTP: it begins with "<html><body>hello/ }),
  row('half a head', died, { because: /closed the connection in the middle of the answer's head/ }),
  row('protocol nobody asked for', died, { because: /changed the protocol, and nobody had asked for it/ }),

  row('head without an end', died, {
    because: /a head of more than 256 KB/,
    http: badResponse(/the response headers/),
  }),
  row('head of 9 KB', answered('ok'), { http: badResponse(/the response headers have \d+ bytes, 8192 are allowed/) }),
  row('interim answers without an end', died, { because: /a head of more than 256 KB/ }),
  row('some interim answers', answered('after all')),
  row('two lengths', died, { because: /a Content-Length that is no length/ }),
  row('length and chunks', answered('four')),
  row('carriage return in a header', died, { because: /a header with control characters/ }),
  row('NUL in a header', died, { because: /a header with control characters/ }),
  row('line that is no header', died, { because: /a line in its head that is no header/ }),
  row('folded header', answered('ok', 200, { 'x-folded': 'one two' })),

  row('half of its length', cut('half'), { because: /after 4 of the 8 bytes its Content-Length announced/ }),
  row('half of its chunks', cut('half'), { because: /in the middle of the answer's body, after 4 bytes/ }),
  row('crashes in its length', cut('half'), { because: exit, then }),
  row('crashes in its chunks', cut('half'), { because: exit, then }),
  row('hangs in its length', cut('half', timedOut), { then }),
  row('hangs in its chunks', cut('half', timedOut), { then }),
  row('chunk size that is no number', cut('half'), { because: /a chunk whose size is no hexadecimal number/ }),
  row('chunk longer than its size', cut('half'), { because: /a chunk that is longer than its announced size/ }),
  row('more than its length', died, { because: /longer than the 4 bytes/, http: surplus('half') }),
  row('second answer behind the first', died, { because: /longer than the 5 bytes/, http: surplus('first') }),
  row('HTTP 1.0', answered('old')),
  row('body of a 204', answered('', 204)),
  row('body of a 304', answered('', 304, { etag: '"1"' })),
  row('closes after each answer', answered('once')),
];

export function answers(add: AddHostile): void {
  for (const { name, http, event, because, then } of rows)
    add(name, { runs: server('answers', name), props: { timeout: 1 } }, async (fn) => {
      const instances: string[] = [];
      for (const mode of ['http', 'event'] as const) {
        const { check, error } = mode === 'http' ? http : event;
        const heard = mode === 'http' ? await fn.call() : await fn.invoke();
        check(heard, mode);
        const report = await fn.report(heard);
        instances.push(report.instanceId);
        expect(report.error?.message ?? '').toMatch(error ?? /^$/);
        const said = await fn.linesOf(report);
        const told = report.error === undefined ? '' : `, Error: ${report.error.message}`;
        expect(said).toContain(`FC Invoke End RequestId: ${report.requestId}${told}`);
        if (error === died.error && because !== undefined) await fn.prints(because);
      }
      instances.push(await fn.isGood());
      expect(new Set(instances).size).toBe(then === 'serves on' ? 1 : 3);
    });

  add(
    'says goodbye at the second request of a connection',
    { runs: server('answers', 'closes at the second request') },
    async (fn) => {
      for (const _ of [1, 2]) answered('first').check(await fn.call(), 'http'); // the platform sends a GET once more
      const heard = await fn.call({ method: 'POST', body: 'an order' }); // it might be ordered twice
      died.check(heard, 'http');
      const report = await fn.report(heard);
      expect(await fn.linesOf(report)).toContainEqual(expect.stringContaining('Keep connections alive'));
      await fn.isGood();
    },
  );

  add(
    'closes connections that are idle for a moment',
    { runs: server('answers', 'closes after a moment') },
    async (fn) => {
      for (const _ of [1, 2, 3]) {
        answered('ok').check(await fn.call({ method: 'POST', body: 'an order' }), 'http');
        await fn.prints('closed');
      }
    },
  );

  add('sets headers that are not its own', { runs: server('headers', 'reserved ones') }, async (fn) => {
    const heard = await fn.call();
    answered('ok', 200, { 'x-kept': 'yes', 'set-cookie': ['a=1', 'b=2'] }).check(heard, 'http');
    const { requestId } = await fn.report(heard);
    expect(heard.headers['x-fc-request-id']).toBe(requestId);
    expect(heard.headers.date).not.toContain('1970');
    for (const name of [
      'x-fc-instance-id',
      'x-fc-log-result',
      'server',
      'keep-alive',
      'upgrade',
      'content-disposition',
    ])
      expect(heard.headers).not.toHaveProperty(name);
    expect((await fn.invoke()).headers).toMatchObject({
      'x-fc-instance-id': expect.stringMatching(/^c-[\da-f]{8}-/) as string,
    });
  });

  add('reports its call as failed', { runs: server('headers', 'x-fc-status: 404') }, async (fn) => {
    const said = '{"errorMessage":"no such order"}';
    const heard = await fn.call();
    expect(heard).toMatchObject({ status: 404, body: said });
    expect(heard.headers).not.toHaveProperty('x-fc-status');
    const report = await fn.report(heard);
    const end = `FC Invoke End RequestId: ${report.requestId}, Error: Unhandled function error`;
    expect(await fn.linesOf(report)).toContain(end);
    expect(await fn.invoke()).toMatchObject({
      status: 200,
      body: said,
      headers: { 'x-fc-error-type': 'InvocationError' },
    });
  });

  add('redirects elsewhere', { runs: server('headers', 'redirect elsewhere') }, async (fn) => {
    answered('moved', 302, { location: 'http://169.254.169.254/latest/meta-data' }).check(await fn.call(), 'http');
    answered('moved').check(await fn.invoke(), 'event');
  });

  add('announces a body to HEAD', { runs: server('headers', 'length of HEAD') }, async (fn) => {
    answered('', 200, { 'content-length': '1000' }).check(await fn.call({ method: 'HEAD' }), 'http');
    await fn.isGood();
  });
}
