import { expect, it } from 'vitest';
import { functionNameProblem } from '../../../src/core/function/functionName.ts';

it.each(['a', '_', 'hello-world', 'Hello_World2', 'x'.repeat(64)])('a function may be called %s', (name) => {
  expect(functionNameProblem(name)).toBeUndefined();
});

it.each([
  ['', 'needs a name'],
  ['x'.repeat(65), '65 characters'],
  ['2nd', 'must begin with'],
  ['-x', 'must begin with'],
  ['a b', 'only'],
  ['a.b', 'only'],
  ['../x', 'only'],
  ['名字', 'only'],
  ['a\n', 'only'],
])('a function may not be called "%s"', (name, reason) => {
  expect(functionNameProblem(name)).toContain(reason);
});
