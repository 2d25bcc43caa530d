import { expect, it } from 'vitest';
import { PullProgress } from '../../../src/docker/pullProgress.ts';

const mb = (count: number): number => count * 1024 ** 2;

/** What the person sees after each message. */
function shown(...messages: readonly object[]): readonly string[] {
  const progress = new PullProgress();
  return messages.map((message) => {
    progress.push(message);
    return progress.text;
  });
}

it('a pull is told as layers done and megabytes here, over all layers', () => {
  expect(
    shown(
      { status: 'Pulling from library/node', id: '22' },
      { status: 'Already exists', progressDetail: {}, id: 'a' },
      { status: 'Pulling fs layer', progressDetail: {}, id: 'b' },
      { status: 'Pulling fs layer', progressDetail: {}, id: 'c' },
      { status: 'Waiting', progressDetail: {}, id: 'c' },
      { status: 'Downloading', progressDetail: { current: mb(1), total: mb(4) }, id: 'b' },
      { status: 'Downloading', progressDetail: { current: mb(10), total: mb(100) }, id: 'c' },
      { status: 'Download complete', progressDetail: {}, id: 'b' },
      { status: 'Extracting', progressDetail: { current: mb(1), total: mb(4) }, id: 'b' },
      { status: 'Pull complete', progressDetail: {}, id: 'b' },
      { status: 'Digest: sha256:0' },
    ),
  ).toEqual([
    '',
    '1 of 1 layer',
    '1 of 2 layers',
    '1 of 3 layers',
    '1 of 3 layers',
    '1 of 3 layers, 1 of 4 MB',
    '1 of 3 layers, 11 of 104 MB',
    '1 of 3 layers, 14 of 104 MB',
    '1 of 3 layers, 14 of 104 MB',
    '2 of 3 layers, 14 of 104 MB',
    '2 of 3 layers, 14 of 104 MB',
  ]);
});

it('a pull is not troubled by messages it does not know', () => {
  const strange = [{}, { id: 1, status: 2 }, { id: 'a', status: 'Downloading', progressDetail: null }, { aux: {} }];
  expect(shown(...strange)).toEqual(['', '', '', '']);
  const layer = { status: 'Pulling fs layer', id: 'a' };
  expect(shown(layer, { status: 'Downloading', id: 'a', progressDetail: { current: 'x' } })[1]).toBe('0 of 1 layer');
});
