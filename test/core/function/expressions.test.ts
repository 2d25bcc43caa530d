import { expect, it } from 'vitest';
import { hasExpression, resolveExpressions, variablePath } from '../../../src/core/function/expressions.ts';

const lookup = (path: readonly string[]) => ({ region: 'cn-beijing', 'service.port': 9000 })[path.join('.')];

it.each([
  ['plain', 'plain'],
  ['${vars.region}', 'cn-beijing'],
  ['registry.${vars.region}.aliyuncs.com:${ vars.service.port }', 'registry.cn-beijing.aliyuncs.com:9000'],
  ["${env('STAGE', 'dev')}", 'dev'],
  ['${env("STAGE", "dev")}-x', 'dev-x'],
  ["${env('STAGE', '')}", ''],
  ["${env('STAGE')}", "${env('STAGE')}"],
  ['${vars.unknown}', '${vars.unknown}'],
  ["${config('AccountID')}", "${config('AccountID')}"],
  ["${env('a', path('../'))}", "${env('a', path('../'))}"],
  ['${resources.a.output.url}', '${resources.a.output.url}'],
  ['${', '${'],
  ['$${}', '$${}'],
])('%s is %s as far as the file alone can tell', (text, resolved) => {
  expect(resolveExpressions(text, lookup)).toBe(resolved);
});

it('one variable alone may stand for anything', () => {
  expect(variablePath('${vars.service.port}')).toEqual(['service', 'port']);
  expect(variablePath('x${vars.service.port}')).toBeUndefined();
  expect([hasExpression('${x}'), hasExpression('$x')]).toEqual([true, false]);
});
