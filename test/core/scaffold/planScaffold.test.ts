import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planScaffold, type ScaffoldRequest } from '../../../src/core/scaffold/planScaffold.ts';

const folder = join(import.meta.dirname, 'new');
const plan = (request: Partial<ScaffoldRequest>) =>
  planScaffold({ template: 'nodejs', name: 'hello', folder, ...request }, (path) =>
    Promise.resolve(`${path} {{name}} {{imageName}} {{caPort}} {{dockerfile}} {{other}}`),
  );

it('a plan is the template’s files with the answers in their places', async () => {
  const { functionName, configFile, files } = await plan({ name: 'Hello_', caPort: 8080 });
  expect({ functionName, configFile }).toEqual({ functionName: 'Hello_', configFile: join(folder, 's.yaml') });
  expect(files[0]).toEqual({
    file: join(folder, 's.yaml'),
    text: 'nodejs/s.yaml Hello_ hello 8080 Dockerfile {{other}}',
  });
});

it('CAPort is 9000 unless somebody says otherwise', async () => {
  expect((await plan({})).files[0]?.text).toContain(' 9000 ');
});

it.each([
  ['hello', 'hello'],
  ['Hello_World', 'hello-world'],
  ['_a__b--', 'a-b'],
  ['_', 'function'],
])('the image of a function called %s may be called %s', async (name, imageName) => {
  expect((await plan({ name })).files[0]?.text).toContain(` ${imageName} `);
});

it.each<[Partial<ScaffoldRequest>, string]>([
  [{ name: '' }, 'NameInvalid'],
  [{ name: '1st' }, 'NameInvalid'],
  [{ name: '../evil' }, 'NameInvalid'],
  [{ name: 'x'.repeat(65) }, 'NameInvalid'],
  [{ caPort: 0 }, 'InvalidArgument'],
  [{ caPort: 70000 }, 'InvalidArgument'],
  [{ caPort: 80.5 }, 'InvalidArgument'],
  [{ folder: 'relative' }, 'InvalidArgument'],
  [{ folder: '' }, 'InvalidArgument'],
  [{ template: 'cobol' }, 'InvalidArgument'],
  [{ template: '../secrets' }, 'InvalidArgument'],
])('%j is refused with %s', async (request, code) => {
  await expect(plan(request)).rejects.toMatchObject({ code });
});
