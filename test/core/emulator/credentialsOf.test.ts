import { describe, expect, it } from 'vitest';
import { FcCredentials, type CredentialsRequest } from '../../../src/core/ports/credentials.ts';
import { event, idOf, testEmulator } from './testEmulator.ts';

const role = 'role: acs:ram::1234:role/reader';

/** Gives numbered credentials that last this long, and takes note of who asked. */
function numbered(lastMs: number) {
  const asked: CredentialsRequest[] = [];
  const get = (request: CredentialsRequest): Promise<FcCredentials> => {
    asked.push(request);
    const n = asked.length;
    const expiresAt = new Date(Date.now() + lastMs);
    const parts = { accessKeyId: `id${n}`, accessKeySecret: `secret${n}`, securityToken: `token${n}` };
    return Promise.resolve(new FcCredentials({ ...parts, expiresAt, origin: 'the test' }));
  };
  return { asked, source: { get } };
}

/** What the function says about its credentials, in its environment and in each call. */
async function seenBy(settings: 'none' | 'own', lastMs: number) {
  const { asked, source } = numbered(lastMs);
  const calls: unknown[] = [];
  const { emulator, engine, lines } = await testEmulator({
    functions: { hello: [role] },
    settings: { credentials: { source: settings, profile: 'me' } },
    credentials: source,
    program: async (container) =>
      container.listen(({ headers, method }, response) => {
        if (method === 'POST') calls.push([headers['x-fc-access-key-id'], headers['x-fc-security-token']]);
        response.end();
      }),
  });
  await emulator.invoke(idOf(), event());
  await emulator.invoke(idOf(), event());
  const [container] = engine.containers.processes.values();
  const { environment } = container!.plan;
  return {
    asked,
    calls,
    id: environment['ALIBABA_CLOUD_ACCESS_KEY_ID'],
    log: lines.map(({ text }) => text).join('\n'),
  };
}

describe('The credentials of a function', () => {
  it('are none unless the settings ask for them', async () => {
    expect(await seenBy('none', 3_600_000)).toMatchObject({
      asked: [],
      calls: [
        ['', ''],
        ['', ''],
      ],
      id: undefined,
    });
  });

  it("are those of the function's role, in its environment and in every call, and in no log", async () => {
    const { asked, calls, id, log } = await seenBy('own', 3_600_000);
    expect(asked).toEqual([{ profile: 'me', role: 'acs:ram::1234:role/reader' }]);
    expect(id).toBe('id1');
    expect(calls).toEqual([
      ['id1', 'token1'],
      ['id1', 'token1'],
    ]);
    expect(log).not.toMatch(/secret1|token1/);
  });

  it('are new ones in the next call when they end while the instance lives', async () => {
    const { calls, id } = await seenBy('own', 60_000); // not fresh any more at once
    expect(calls).toEqual([
      ['id2', 'token2'],
      ['id3', 'token3'],
    ]);
    expect(id).toBe('id1');
  });
});
