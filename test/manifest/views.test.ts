import { existsSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { FunctionActivity, FunctionSnapshot } from '../../src/core/emulator/snapshot.ts';
import type { Instance, InstanceState } from '../../src/core/instance/instance.ts';
import { testSpec } from '../support/testSpec.ts';
import { inRepository, manifest, type MenuEntry } from './manifest.ts';

vi.mock('vscode', () => ({
  MarkdownString: class {
    appendMarkdown = (): this => this;
    appendText = (): this => this;
  },
  ThemeColor: Object,
  ThemeIcon: Object,
  TreeItem: function TreeItem(this: { label: string }, label: string): void {
    this.label = label;
  },
  TreeItemCollapsibleState: {},
  Uri: { file: (path: string) => path },
}));

const { views, viewsContainers, menus } = manifest.contributes;
const { functionNode, adoptableNode } = await import('../../src/extension/views/functionNodes.ts');

function snapshot(activity?: FunctionActivity, state?: InstanceState): FunctionSnapshot {
  return {
    spec: testSpec(),
    ...(activity === undefined ? {} : { activity }),
    ...(state === undefined ? {} : { instance: { state, hostPort: 9000 } as Instance }),
  };
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

const always = ['image.build', 'function.invoke', 'function.open', 'log.show', 'log.showFunction'];

describe('the tree offers', () => {
  test.each([
    ['a function that does not run', snapshot(), ['instance.start']],
    ['one that failed', snapshot(undefined, 'failed'), ['instance.start']],
    ['one that was stopped', snapshot(undefined, 'stopped'), ['instance.start']],
    ['one that runs', snapshot(undefined, 'idle'), ['instance.restart', 'instance.stop', 'instance.browse']],
    [
      'one that is busy with a request',
      snapshot(undefined, 'busy'),
      ['instance.restart', 'instance.stop', 'instance.browse'],
    ],
    [
      'one that is starting',
      snapshot('starting', 'starting'),
      ['instance.restart', 'instance.stop', 'instance.browse'],
    ],
    ['one that is being built', snapshot('building'), []],
    ['one that is stopping', snapshot('stopping', 'draining'), []],
  ])('%s what fits', (_, of, wanted) => {
    const { contextValue } = functionNode(of, true).item;
    expect([...offered(contextValue)].sort()).toEqual([...always, ...wanted].sort());
  });

  test('a folder with a Dockerfile only its adoption', () => {
    const { contextValue } = adoptableNode({ folder: '/w/app', dockerfile: '/w/app/Dockerfile' }).item;
    expect(offered(contextValue)).toEqual(['function.adopt']);
  });

  test('the details of a function nothing', () => {
    for (const { item } of functionNode(snapshot(), true).children) expect(offered(item.contextValue)).toEqual([]);
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
