import { expect, it } from 'vitest';
import { lineRange } from '../../../src/core/shared/finding.ts';

it('marks a whole line, or its beginning when its text is not known', () => {
  expect(lineRange(3, 'FROM a')).toEqual({ start: { line: 3, character: 0 }, end: { line: 3, character: 6 } });
  expect(lineRange(3)).toEqual({ start: { line: 3, character: 0 }, end: { line: 3, character: 0 } });
});
