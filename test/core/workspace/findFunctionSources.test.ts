import { expect, it } from 'vitest';
import { findFunctionSources } from '../../../src/core/workspace/findFunctionSources.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';

const find = (files: Readonly<Record<string, string>>, roots = ['/ws']) =>
  findFunctionSources(roots, new MemoryFileSystem(files));

it('finds every s.yaml and s.yml, with the Dockerfile beside it', async () => {
  const found = await find({ '/ws/s.yaml': '', '/ws/api/s.yml': '', '/ws/api/Dockerfile': '', '/ws/README.md': '' });
  expect(found).toEqual([
    { folder: '/ws', configFile: '/ws/s.yaml' },
    { folder: '/ws/api', configFile: '/ws/api/s.yml', dockerfile: '/ws/api/Dockerfile' },
  ]);
});

it('takes s.yaml where there is an s.yml too', async () => {
  expect(await find({ '/ws/s.yml': '', '/ws/s.yaml': '' })).toEqual([{ folder: '/ws', configFile: '/ws/s.yaml' }]);
});

it('finds each folder once when workspace folders lie inside each other', async () => {
  expect(await find({ '/ws/api/s.yaml': '' }, ['/ws', '/ws/api'])).toHaveLength(1);
});

it('offers a Dockerfile without an s.yaml for adoption', async () => {
  expect(await find({ '/ws/web/Dockerfile': '' })).toEqual([{ folder: '/ws/web', dockerfile: '/ws/web/Dockerfile' }]);
});

it.each([
  ['code: ./web', false],
  ['code: web', false],
  ["code: 'web/'", false],
  ['code: { src: ./web }', false],
  ['component: fc3 build --dockerfile ./web/Dockerfile', false],
  ['component: fc3 build -f=web/Dockerfile --context .', false],
  ['code: ../web', true],
  ['code: ./web2', true],
  ['code: ./old/web', true],
  ['functionName: my-web', true],
  ['image: shop/web:v1', true],
])('beside an s.yaml that says %s, the folder web may be adopted: %s', async (line, adoptable) => {
  const found = await find({ '/ws/s.yaml': `props:\n  ${line}\n`, '/ws/web/Dockerfile': '' });
  expect(found.some(({ folder }) => folder === '/ws/web')).toBe(adoptable);
});

it('sees the s.yaml that builds from a folder beside it', async () => {
  const found = await find({ '/ws/deploy/s.yaml': 'code: ../web', '/ws/web/Dockerfile': '' });
  expect(found.map(({ folder }) => folder)).toEqual(['/ws/deploy']);
});

it('stops when told to', async () => {
  const files = new MemoryFileSystem({ '/ws/s.yaml': '' });
  await expect(findFunctionSources(['/ws'], files, AbortSignal.abort())).rejects.toThrow();
});
