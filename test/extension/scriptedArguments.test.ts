import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CommandArguments, CommandId } from '../../src/extension/commandIds.ts';
import { refused } from './support/commands.ts';
import { inWorkspace } from './support/workspaceFiles.ts';

/** Arguments a program left something out of, and what is named as missing: nobody is asked instead. */
const incomplete: readonly (readonly [CommandId, object, RegExp])[] = [
  ['fcContainer.function.create', { template: 'nodejs' }, /lack name and folder/],
  ['fcContainer.function.create', { template: 'nodejs', name: 7, folder: '/x' }, /lack name/],
  ['fcContainer.function.adopt', { dockerfile: '/x/Dockerfile' }, /lack name/],
  ['fcContainer.function.invoke', { mode: 'event' }, /lack function/],
  ['fcContainer.image.build', {}, /lack function/],
  ['fcContainer.instance.start', { name: 'echo' }, /lack function/],
  ['fcContainer.instance.stop', {}, /lack function/],
  ['fcContainer.instance.restart', {}, /lack function/],
];

describe('a command with incomplete arguments', () => {
  for (const [id, argument, message] of incomplete)
    it(`${id} ${JSON.stringify(argument)} names what is missing, and asks nothing`, async () => {
      const error = await refused('InvalidArgument', id, argument as CommandArguments[typeof id]);
      assert.match(error.message, message);
      assert.match(error.hint ?? '', /without arguments the command asks/);
    });

  it('does not create a second function of a name there is', async () => {
    const folder = inWorkspace('another');
    const argument = { template: 'nodejs', name: 'echo', folder };
    const error = await refused('NameTaken', 'fcContainer.function.create', argument);
    assert.match(error.message, /already, in .*s\.yaml/);
  });
});
