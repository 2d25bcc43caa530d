// @ts-check
import { row } from '../row.mjs';

const limitBytes = 1_500_000;

/**
 * What a person downloads.
 * @type {import('../figure.mjs').Figure}
 */
export const vsixSize = {
  name: 'vsix-size',
  title: 'Size of the .vsix',
  rounds: 1,
  needs: [],
  async measure({ vsix }) {
    const { sizeBytes } = await vsix();
    return [
      row({
        figure: 'vsix-size',
        title: 'size of the .vsix',
        unit: 'kB',
        against: 'the limit of 1.5 MB',
        values: [sizeBytes / 1000],
        referenceValues: [limitBytes / 1000],
        bound: { of: 'ratio', atMost: 1 },
      }),
    ];
  },
};
