import { describe, expect, it } from 'vitest';
import { isFcPlatform, requireFcPlatform } from '../../../src/core/image/requireFcPlatform.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';

describe('The platform', () => {
  it.each([
    ['linux', 'amd64', true],
    ['linux', 'arm64', false],
    ['windows', 'amd64', false],
    ['', '', false],
  ])('runs %s/%s: %s', (os, architecture, expected) => {
    expect(isFcPlatform({ os, architecture })).toBe(expected);
  });

  it('refuses any other image by a message that names the fix', async () => {
    const engine = new FakeEngine();
    engine.addImage('hello:1', {});
    engine.addImage('hello:arm', { architecture: 'arm64' });
    const [good, foreign] = [await engine.images.inspect('hello:1'), await engine.images.inspect('hello:arm')];
    expect(() => requireFcPlatform(good!, 'hello:1')).not.toThrow();
    expect(() => requireFcPlatform(foreign!, 'hello:arm')).toThrow(
      expect.objectContaining({
        code: 'ImageNotAmd64',
        message: 'hello:arm is linux/arm64. Function Compute runs linux/amd64 only.',
        hint: expect.stringContaining('docker pull --platform linux/amd64') as string,
      }),
    );
  });
});
