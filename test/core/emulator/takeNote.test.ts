import { describe, expect, it } from 'vitest';
import { event, idOf, testEmulator } from './testEmulator.ts';

describe('A call that has ended', () => {
  it('is in the history, newest first, with what it was', async () => {
    const { emulator } = await testEmulator({ functions: { hello: [], other: [] } });
    const first = await emulator.invoke(idOf(), event());
    const other = await emulator.invoke(idOf('other'), event());
    const http = { mode: 'http', method: 'GET', path: '/a?b', headers: [], body: new Uint8Array() } as const;
    const second = await emulator.invoke(idOf(), http);
    expect(emulator.history().map(({ requestId }) => requestId)).toEqual(
      [second, other, first].map(({ requestId }) => requestId),
    );
    expect(emulator.history(idOf())).toMatchObject([
      { mode: 'http', target: 'GET /a?b', statusCode: 200, invocationType: 'Sync' },
      { mode: 'event', coldStart: { totalMs: expect.any(Number) as number } },
    ]);
    expect(emulator.history()[0]).not.toHaveProperty('body');
  });

  it('has what it costs in the log', async () => {
    const { emulator, lines } = await testEmulator();
    const { requestId } = await emulator.invoke(idOf(), event());
    await emulator.stop(idOf());
    const own = lines.filter((line) => line.requestId === requestId).map(({ text }) => text);
    expect(own.at(-1)).toMatch(/^Cost: [\d.]+ CU/);
  });

  it('has in the log why it failed, as far as that was found out', async () => {
    const { emulator, lines } = await testEmulator({
      program: async (container) => container.listen((request) => request.method !== 'HEAD' && container.exit(3)),
    });
    const { requestId, error } = await emulator.invoke(idOf(), event());
    await emulator.stop(idOf());
    expect(error?.hint).toContain('exit code 3');
    expect(lines.filter((line) => line.requestId === requestId).map(({ text }) => text)).toContain(error?.hint);
  });

  it('has a log tail on the API, also when the instance died of it', async () => {
    const { emulator } = await testEmulator({
      program: async (container) =>
        container.listen((request, response) => {
          if (request.method === 'HEAD') {
            response.end();
            return;
          }
          container.print('about to die\n');
          container.exit(3);
        }),
    });
    const api = await emulator.serveApi();
    const response = await fetch(`${api}/2023-03-30/functions/hello/invocations`, {
      method: 'POST',
      headers: { 'x-fc-log-type': 'Tail' },
    });
    expect(response.status).toBe(200);
    const tail = Buffer.from(response.headers.get('x-fc-log-result') ?? '', 'base64').toString();
    const id = response.headers.get('x-fc-request-id')!;
    expect(tail.split('\n')).toEqual([
      `FC Invoke Start RequestId: ${id}`,
      'about to die',
      expect.stringMatching(`^FC Invoke End RequestId: ${id}, Error: Process exited unexpectedly`) as string,
      '',
      expect.stringMatching(/^Duration: .* ms, Billed Duration: \d+ ms, Memory Size: 512 MB/) as string,
    ]);
  });
});
