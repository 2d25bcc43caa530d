import { describe, expect, test } from 'vitest';
import { propertiesOf, returnedKeys } from './declarations.ts';
import { manifest, readText } from './manifest.ts';

const { commands, menus, viewsWelcome } = manifest.contributes;
const ids = commands.map(({ command }) => command);

/** Commands that ask when they are called without arguments, mostly beyond the question which function is meant. */
const asking = [
  'fcContainer.function.create',
  'fcContainer.function.adopt',
  'fcContainer.function.invoke',
  'fcContainer.history.save',
  'fcContainer.credentials.store',
  'fcContainer.log.showFunction',
  'fcContainer.log.showRequest',
  'fcContainer.log.save',
];

describe('commands', () => {
  test('are those that have a handler and arguments', () => {
    expect(returnedKeys('src/extension/commandHandlers.ts', 'commandHandlers').toSorted()).toEqual(ids.toSorted());
    expect(propertiesOf('src/extension/commandIds.ts', 'CommandArguments').toSorted()).toEqual(ids.toSorted());
  });

  test.each(ids)('%s is an id of ours', (id) => {
    expect(id).toMatch(/^fcContainer\.[a-z]+\.[a-z]+[A-Za-z]*$/);
    expect(ids.filter((other) => other === id)).toHaveLength(1);
  });

  test.each(commands)('$command has a title to be proud of', ({ command, title, category, icon }) => {
    expect(category).toBe('Function Compute');
    expect(title).not.toContain(category);
    const words = title.replace('…', '').split(' ');
    const small = ['a', 'an', 'as', 'in', 'of', 'the', 'to'];
    for (const [index, word] of words.entries())
      expect(index > 0 && small.includes(word) ? 'Small' : word, title).toMatch(/^([A-Z][a-z]+|API|URL)$/);
    expect(words.length, 'a verb and what it is done to').toBeGreaterThan(1);
    expect(verbs, title).toContain(words[0]);
    expect(title.endsWith('…'), 'the dots say that input follows').toBe(asking.includes(command));
    expect(icon).toMatch(/^\$\([a-z][a-z-]*\)$/);
  });

  test('have no title twice', () => {
    expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
  });

  test('are explained in the README, every one', () => {
    const readme = readText('README.md');
    for (const { title } of commands) expect(readme, title).toContain(`**${title}**`);
  });

  test('that need something to be there are hidden until it is, by keys that are set', () => {
    const told = readText('src/extension/contextKeys.ts');
    for (const { enablement } of commands)
      if (enablement !== undefined) expect(told).toContain(`#tell('${enablement}'`);
  });

  test('bring no keybinding that could take one away', () => {
    expect(manifest.contributes.keybindings).toBeUndefined();
  });
});

const verbs = [
  'Create',
  'Adopt',
  'Invoke',
  'Open',
  'Refresh',
  'Build',
  'Start',
  'Stop',
  'Restart',
  'Show',
  'Clear',
  'Save',
  'Copy',
  'Serve',
  'Suggest',
  'Store',
  'Forget',
];

describe('menus', () => {
  const entries = Object.entries(menus).flatMap(([menu, list]) => list.map((entry) => ({ menu, ...entry })));

  test.each(entries)('$menu: $command ($group) exists and says when', ({ menu, command, when }) => {
    expect(ids).toContain(command);
    if (menu === 'editor/context') expect(when).toMatch(/^(editorLangId == fc-log|resourceScheme == fc-invocation)/);
    else expect(when).toMatch(/^view == fcContainer\.[a-z]+/);
    if (menu === 'view/item/context') expect(when).toContain('viewItem');
  });

  test('show four inline actions at most', () => {
    const inline = (menus['view/item/context'] ?? []).filter(({ group }) => group.startsWith('inline'));
    // Start and Stop never show together.
    expect(new Set(inline.map(({ group }) => group)).size).toBeLessThanOrEqual(4);
  });

  test('of a tree item have every inline action in the context menu too, for those who use no mouse', () => {
    const all = menus['view/item/context'] ?? [];
    for (const { command, when } of all.filter(({ group }) => group.startsWith('inline')))
      expect(all.some((other) => other.command === command && other.when === when && /^\d_/.test(other.group))).toBe(
        true,
      );
  });
});

describe('welcome texts', () => {
  test.each(viewsWelcome)('of $view, $when: its links go somewhere', ({ contents }) => {
    const links = [...contents.matchAll(/\]\(command:([^)?]+)/g)].map(([, command]) => command ?? '');
    expect(links).toHaveLength(1);
    for (const link of links)
      expect([...ids, 'vscode.openFolder', 'workbench.trust.manage'], 'a command that exists').toContain(link);
  });

  test('cover no folder, no function, and an untrusted workspace', () => {
    expect(viewsWelcome.map(({ when }) => when)).toEqual([
      'workspaceFolderCount == 0',
      'workspaceFolderCount > 0 && isWorkspaceTrusted',
      'workspaceFolderCount > 0 && !isWorkspaceTrusted',
    ]);
  });
});
