import { FcError } from '../core/shared/fcError.ts';
import { TreeNode } from './views/treeNode.ts';

/**
 * Arguments written by a program (a name, an object), unlike the tree node or file a menu hands over. A command that is
 * given some asks nothing.
 */
export function isScripted(argument: unknown): argument is string | Readonly<Record<string, unknown>> {
  if (typeof argument === 'string') return true;
  if (typeof argument !== 'object' || argument === null || argument instanceof TreeNode) return false;
  return Object.getPrototypeOf(argument) === Object.prototype;
}

/**
 * Checks that a program's object holds the texts a command cannot do without.
 * @throws FcError `InvalidArgument` naming what is missing
 */
export function requireTexts(argument: string | object, ...names: readonly string[]): void {
  const given: Readonly<Record<string, unknown>> = typeof argument === 'string' ? {} : { ...argument };
  const missing = names.filter((name) => typeof given[name] !== 'string' || given[name] === '');
  if (missing.length === 0) return;
  throw new FcError('InvalidArgument', `The arguments lack ${missing.join(' and ')}.`, {
    hint: `Give an object with ${names.join(', ')}, each a text; without arguments the command asks.`,
  });
}
