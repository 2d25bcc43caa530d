import { describe, expect, it } from 'vitest';
import { FakeBackend, gatewayFunction } from './fakeBackend.ts';
import { apiOf } from './testGateway.ts';

const shelf = (...names: string[]): FakeBackend =>
  new FakeBackend(
    undefined,
    names.map((functionName) => gatewayFunction({ id: functionName, functionName })),
  );

interface Page {
  readonly functions: readonly { readonly functionName: string }[];
  readonly nextToken?: string;
}

async function list(url: string, query = ''): Promise<readonly [readonly string[], string | undefined]> {
  const answer = await fetch(`${url}?${query}`);
  const { functions, nextToken } = (await answer.json()) as Page;
  return [functions.map(({ functionName }) => functionName), nextToken];
}

describe.each(['/2023-03-30/functions', '/2016-08-15/services/shop/functions'])('A list of functions, %s,', (path) => {
  it('is in the order of their names, and comes in pages', async () => {
    await using api = await apiOf(shelf('pear', 'apple', 'plum', 'fig'));
    const url = api.url + path;
    expect(await list(url)).toEqual([['apple', 'fig', 'pear', 'plum'], undefined]);
    expect(await list(url, 'limit=3')).toEqual([['apple', 'fig', 'pear'], 'plum']);
    expect(await list(url, 'limit=3&nextToken=plum')).toEqual([['plum'], undefined]);
    expect(await list(url, 'prefix=p&limit=1')).toEqual([['pear'], 'plum']);
  });

  it.each(['0', '101', '1.5', 'many'])('has 1 to 100 on a page, not %s', async (limit) => {
    await using api = await apiOf(shelf('apple'));
    expect((await fetch(`${api.url}${path}?limit=${limit}`)).status).toBe(400);
  });
});

describe('A function that is asked about', () => {
  const ask = async (backend: FakeBackend, path = '/2023-03-30/functions/hello'): Promise<unknown> => {
    await using api = await apiOf(backend);
    return await (await fetch(api.url + path)).json();
  };

  it('tells whether it can be invoked', async () => {
    const failure = { code: 'CAExited', message: 'exited', cause: 'exited', found: [], logTail: '' } as const;
    const backend = new FakeBackend(undefined, [gatewayFunction({}, { startFailure: failure })]);
    expect(await ask(backend)).toMatchObject({
      state: 'Active',
      lastUpdateStatus: 'Successful',
      lastUpdateStatusReason: 'exited',
      lastUpdateStatusReasonCode: 'CAExited',
    });
    backend.list = [gatewayFunction({}, { state: 'Pending' })];
    expect(await ask(backend)).toMatchObject({ state: 'Pending', lastUpdateStatus: 'InProgress' });
    backend.list = [gatewayFunction({}, { state: 'Failed', stateReason: 'There is no image.' })];
    expect(await ask(backend)).toMatchObject({ state: 'Failed', stateReason: 'There is no image.' });
  });

  it('must exist, and has one version', async () => {
    expect(await ask(shelf('hello'), '/2023-03-30/functions/nobody')).toMatchObject({ Code: 'FunctionNotFound' });
    expect(await ask(shelf('hello'), '/2023-03-30/functions/hello?qualifier=3')).toMatchObject({
      Code: 'VersionNotFound',
    });
    expect(await ask(shelf('hello'), '/2016-08-15/services/shop/functions/nobody')).toMatchObject({
      ErrorCode: 'FunctionNotFound',
    });
  });
});
