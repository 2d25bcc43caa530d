import { expect, it } from 'vitest';
import { requireUsableSpec } from '../../../src/core/emulator/requireUsableSpec.ts';
import { testSpec } from '../../support/testSpec.ts';

it('lets a function with a proper name pass', () => {
  expect(() => requireUsableSpec(testSpec({ functionName: 'hello_1' }))).not.toThrow();
});

it.each([
  ['hello world', /Correct functionName/],
  ['${vars.name}', /Only Serverless Devs/],
])('refuses the name “%s” with the next step', (functionName, hint) => {
  const refused = expect(() => requireUsableSpec(testSpec({ functionName })));
  refused.toThrow(expect.objectContaining({ code: 'ConfigInvalid', hint: expect.stringMatching(hint) as string }));
});
