import { expect, it } from 'vitest';
import { containerPlan } from '../../../src/core/instance/containerPlan.ts';
import { sweepOrphans } from '../../../src/core/instance/sweepOrphans.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import { testSpec } from '../../support/testSpec.ts';

const owner = { processId: 1000, host: 'desk' };
const isAlive = (processId: number): boolean => processId < 2000;

/** An engine with a container of each of these owners; the name tells whose. */
async function engineWith(owners: Readonly<Record<string, { processId: number; host: string }>>): Promise<FakeEngine> {
  const engine = new FakeEngine();
  engine.addImage('hello:1');
  for (const [name, whose] of Object.entries(owners)) {
    const plan = containerPlan({
      spec: testSpec(),
      instanceId: `c-${name}`,
      accountId: '1',
      owner: whose,
    });
    await engine.containers.create({ ...plan, name });
  }
  return engine;
}

const names = (engine: FakeEngine): readonly string[] =>
  [...engine.containers.processes.values()].map(({ plan }) => plan.name);

it('Containers of owners that are gone are removed, all others stay', async () => {
  const engine = await engineWith({
    mine: owner,
    'of a living editor': { processId: 1001, host: 'desk' },
    'of a killed editor': { processId: 2001, host: 'desk' },
    'of another killed editor': { processId: 2002, host: 'desk' },
    'of another machine': { processId: 2001, host: 'elsewhere' },
    'of nobody known': { processId: NaN, host: 'desk' },
  });
  await engine.containers.create({
    name: 'not ours at all',
    image: 'hello:1',
    environment: {},
    labels: {},
    memoryBytes: 1,
    cpus: 1,
    diskBytes: 1,
    mounts: [],
  });
  expect(await sweepOrphans(engine.containers, owner, isAlive)).toBe(2);
  expect(names(engine)).toEqual([
    'mine',
    'of a living editor',
    'of another machine',
    'of nobody known',
    'not ours at all',
  ]);
});

it('Where nothing was left nothing happens', async () => {
  const engine = await engineWith({ mine: owner });
  expect(await sweepOrphans(engine.containers, owner, isAlive)).toBe(0);
  expect(names(engine)).toEqual(['mine']);
});
