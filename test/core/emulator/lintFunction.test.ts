import { describe, expect, it } from 'vitest';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { idOf, testEmulator } from './testEmulator.ts';

const dockerfile = '/shop/Dockerfile';

describe('Checking a Dockerfile', () => {
  it('looks at the text in the editor, for the functions that are built from it', async () => {
    const { emulator } = await testEmulator();
    expect(emulator.check(dockerfile, 'FROM a\nCMD ["a"]').filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(emulator.check(dockerfile, 'FROM scratch\nRUN a').length).toBeGreaterThan(0);
    expect(emulator.check('/elsewhere/Dockerfile', 'FROM scratch\nRUN a')).toEqual([]);
  });

  it('knows the image that was built and the start that failed', async () => {
    const { emulator, engine } = await testEmulator({ program: (container) => container.exit(1) });
    const text = 'FROM a\nCMD ["a"]';
    const before = emulator.check(dockerfile, text).length;
    await expect(emulator.start(idOf())).rejects.toBeInstanceOf(FcError);
    const afterStart = emulator.check(dockerfile, text);
    expect(afterStart.length).toBe(before + 1);
    expect(afterStart.at(-1)?.message).toContain('Function instance exited unexpectedly(code 1');
    engine.builder = () => ({ architecture: 'arm64' });
    await expect(emulator.build(idOf())).rejects.toMatchObject({ code: 'ImageNotAmd64' });
    const afterBuild = emulator.check(dockerfile, text); // the failed start was that of another image
    expect(afterBuild.length).toBe(before + 1);
    expect(afterBuild.at(-1)?.message).toContain('arm64');
  });
});
