import { describe, expect, it } from 'vitest';
import { requireUsableSpec } from '../../../src/core/emulator/requireUsableSpec.ts';
import { testSpec, type SpecChanges } from '../../support/testSpec.ts';

const refused: readonly (readonly [changes: SpecChanges, message: RegExp, hint: RegExp])[] = [
  [
    { functionName: 'hello world' },
    /^“hello world” in \/shop\/s\.yaml is no name for a function/,
    /Correct functionName/,
  ],
  [{ functionName: '${vars.name}' }, /is no name for a function/, /Only Serverless Devs/],
  [{ container: { image: '' } }, /^hello names no image\.$/, /^Set customContainerConfig\.image in \/shop\/s\.yaml\.$/],
  [{ container: { image: '${vars.image}' } }, /is no name for an image/, /Only Serverless Devs/],
  [{ container: { image: 'hello world:1' } }, /is no name for an image/, /Correct customContainerConfig\.image/],
];

describe('A function', () => {
  it('with proper names may be built and run', () => {
    expect(() => requireUsableSpec(testSpec({ functionName: 'hello_1' }))).not.toThrow();
    const image = 'registry.cn-hangzhou.aliyuncs.com:443/shop/hello@sha256:abc';
    expect(() => requireUsableSpec(testSpec({ container: { image } }))).not.toThrow();
  });

  it.each(refused)('of %j is refused with the next step', (changes, message, hint) => {
    expect(() => requireUsableSpec(testSpec(changes))).toThrow(
      expect.objectContaining({
        code: 'ConfigInvalid',
        message: expect.stringMatching(message) as string,
        hint: expect.stringMatching(hint) as string,
      }),
    );
  });
});
