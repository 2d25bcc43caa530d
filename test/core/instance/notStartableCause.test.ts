import { expect, it } from 'vitest';
import { notStartableCause } from '../../../src/core/instance/notStartableCause.ts';

it.each([
  ['The start command "nodee" cannot be run: there is no such file in the image.', 'commandNotFound', 'nodee'],
  ['exec: "nodee": executable file not found in $PATH: unknown', 'commandNotFound', 'nodee'],
  ['exec: "/x": stat /x: no such file or directory: unknown', 'commandNotFound', '/x'],
  ['The start command "/x" cannot be run: it is not an executable file.', 'notExecutable', '/x'],
  ['exec: "/x": permission denied: unknown', 'notExecutable', '/x'],
  ['exec: "/app": is a directory: unknown', 'notExecutable', '/app'],
  ['The image a:1 has neither CMD nor ENTRYPOINT: nothing to start.', 'noStartCommand', undefined],
  ['The image\'s user "app" does not exist in it.', 'userMissing', undefined],
  ['The working folder /x is not a folder.', 'workingFolder', undefined],
  ['The start command "/x" cannot be run.', 'unknown', '/x'],
  ['Something else.', 'unknown', undefined],
])('a start the engine refused with %j is %s', (message, cause, file) => {
  const found = notStartableCause(message, 'Do this.');
  expect(found).toEqual({ cause, found: [message], nextStep: 'Do this.', ...(file && { file }) });
});

it('a start the engine refused without a hint is to be looked for where the start command is written', () => {
  expect(notStartableCause('No.').nextStep).toMatch(/CMD or ENTRYPOINT in the Dockerfile/);
});
