import { expect, it } from 'vitest';
import { sentencesOf, startCauses } from '../../../src/core/shared/startFailure.ts';

it('what was found about a start is told before what to do about it', () => {
  expect(sentencesOf({ cause: 'exited', found: ['It ended.', 'It said no.'], nextStep: 'Ask.' })).toEqual([
    'It ended.',
    'It said no.',
    'Ask.',
  ]);
  expect(sentencesOf({ cause: 'exited', found: ['It ended.'] })).toEqual(['It ended.']);
});

it('every cause has a name of its own', () => {
  expect(new Set(startCauses).size).toBe(startCauses.length);
});
