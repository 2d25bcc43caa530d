import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FunctionActivity, FunctionSnapshot } from '../../src/core/emulator/snapshot.ts';
import type { Instance, InstanceState } from '../../src/core/instance/instance.ts';
import { functionRow } from '../../src/extension/views/functionRow.ts';
import { adoptableRow, apiRow } from '../../src/extension/views/otherRows.ts';
import type { Row } from '../../src/extension/views/row.ts';
import { testSpec } from '../support/testSpec.ts';
import { inRepository, manifest, type MenuEntry } from './manifest.ts';

const { views, viewsContainers, menus } = manifest.contributes;

interface Situation {
  readonly activity?: FunctionActivity;
  readonly state?: InstanceState;
  readonly isOpen?: boolean;
}

function row({ activity, state, isOpen = false }: Situation): Row {
  const instance: Instance | undefined = state && {
    instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
    functionId: '/shop/s.yaml#hello',
    functionName: 'hello',
    containerId: '4f66ad9a0b2e77',
    imageId: 'sha256:0123456789abcdef',
    caPort: 9000,
    state,
    healthy: true,
    startedAt: new Date(),
    ...(state === 'stopped' && { termination: 'crashed' as const }),
  };
  const isThere = instance !== undefined && state !== 'stopped' && state !== 'failed';
  const snapshot: FunctionSnapshot = {
    spec: testSpec(),
    instances: isThere ? [instance] : [],
    ...(activity && { activity }),
    ...(instance && { instance }),
    ...(isOpen && { url: 'http://127.0.0.1:9000' }),
  };
  return functionRow(snapshot, { now: new Date(), unfolded: true, nonWebFunctions: [] });
}

/** The commands the context menu of a tree item offers, by its rules for `viewItem`. */
function offered(viewItem: string | undefined): readonly string[] {
  const applies = ({ when, group }: MenuEntry): boolean =>
    !group.startsWith('inline') &&
    when.split(' && ').every((condition) => {
      const word = /^viewItem =~ \/(.+)\/$/.exec(condition)?.[1];
      if (word !== undefined) return new RegExp(word).test(viewItem ?? '');
      return condition === 'view == fcContainer.functions' || condition === `viewItem == ${viewItem}`;
    });
  return (menus['view/item/context'] ?? []).filter(applies).map(({ command }) => command.replace('fcContainer.', ''));
}

const always = [
  ...['image.build', 'function.invoke', 'function.open', 'function.adviseMemory'],
  ...['log.show', 'log.showFunction', 'history.show'],
];
const start = ['instance.start'];
const stop = ['instance.restart', 'instance.stop'];
const url = ['instance.browse', 'function.copyUrl'];

describe('the tree offers', () => {
  const situations: readonly (readonly [string, Situation, readonly string[]])[] = [
    ['a function that does not run', {}, start],
    ['one that crashed, and whose URL is open', { state: 'stopped', isOpen: true }, [...start, ...stop, ...url]],
    ['one that waits for a call to start an instance', { isOpen: true }, [...start, ...stop, ...url]],
    ['one that runs', { state: 'idle', isOpen: true }, [...stop, ...url]],
    ['one that is busy with a request', { state: 'busy', isOpen: true }, [...stop, ...url]],
    ['one that is starting', { activity: 'starting', state: 'starting', isOpen: true }, [...stop, ...url]],
    ['one that is being built', { activity: 'building' }, []],
    ['one that is stopping', { activity: 'stopping', state: 'draining' }, []],
  ];
  test.each(situations)('%s what fits', (_, situation, wanted) => {
    expect([...offered(row(situation).contextValue)].sort()).toEqual([...always, ...wanted].sort());
  });

  test('a folder with a Dockerfile only its adoption', () => {
    const { contextValue } = adoptableRow({ folder: '/w/app', dockerfile: '/w/app/Dockerfile' });
    expect(offered(contextValue)).toEqual(['function.adopt']);
  });

  test('a URL to open and to copy, and the other details nothing', () => {
    const details = row({ state: 'idle', isOpen: true }).children!;
    expect(details.map(({ contextValue }) => offered(contextValue))).toEqual([[], url, []]);
    expect(offered(apiRow('http://127.0.0.1:8990').contextValue)).toEqual([]);
  });
});

describe('views', () => {
  test('are two, in a container of their own, each with an icon and a short name', () => {
    const [container, ...others] = viewsContainers.activitybar;
    expect(others).toEqual([]);
    expect(existsSync(inRepository(container!.icon))).toBe(true);
    const ours = views[container!.id]!;
    expect(Object.keys(views)).toEqual([container!.id]);
    expect(ours.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'fcContainer.functions Functions',
      'fcContainer.invoke Invoke',
    ]);
    for (const { icon } of ours) expect(existsSync(inRepository(icon)), icon).toBe(true);
  });
});
