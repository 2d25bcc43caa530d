import { expect, it } from 'vitest';
import { coldStartText } from '../../../src/core/instance/coldStartText.ts';

const coldStart = {
  imageMs: 3.2,
  pullMs: 0,
  createMs: 8,
  startMs: 160,
  portMs: 40.6,
  initializerMs: 200,
  totalMs: 411.8,
};

it('A cold start is told by its phases, those that happened', () => {
  expect(coldStartText(coldStart)).toBe('Cold start 412 ms: image 3, create 8, start 160, port 41, initializer 200');
  expect(coldStartText({ ...coldStart, initializerMs: 0, totalMs: 212 })).toBe(
    'Cold start 212 ms: image 3, create 8, start 160, port 41',
  );
});

it('tells the pull of a missing image, and the first byte where it was seen', () => {
  expect(coldStartText({ ...coldStart, pullMs: 10_200, totalMs: 10_612 }, 12.4)).toBe(
    'Cold start 10612 ms: image 3, pull 10200, create 8, start 160, port 41, initializer 200, first byte 12',
  );
});
