import { describe, expect, it } from 'vitest';
import { abortError } from '../../../src/core/shared/abort.ts';
import { FcError } from '../../../src/core/shared/fcError.ts';
import { createFailure, startFailure } from '../../../src/docker/containerFailure.ts';
import { DeadlineError } from '../../../src/docker/deadline.ts';
import { engineMissing } from '../../../src/docker/engineMissing.ts';
import { translateError } from '../../../src/docker/translateError.ts';

const request = { doing: 'start the container', address: 'unix:///var/run/docker.sock' };

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code} /var/run/docker.sock`), { code });
}

/** As dockerode throws it. */
function engineError(statusCode: number, reason: string, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) ${reason} - ${message} `), { statusCode, reason });
}

describe('An error of the engine becomes', () => {
  const codes: readonly (readonly [error: Error, code: string])[] = [
    [systemError('ENOENT'), 'EngineNotFound'],
    [systemError('ECONNREFUSED'), 'EngineNotRunning'],
    [systemError('EACCES'), 'EngineAccessDenied'],
    [systemError('EPIPE'), 'EngineNotRunning'],
    [systemError('ECONNRESET'), 'EngineNotRunning'],
    [new DeadlineError(30_000), 'EngineNotRunning'],
    [engineError(500, 'server error', 'something odd'), 'EngineFailed'],
    [engineError(409, 'unexpected', 'container is paused'), 'EngineFailed'],
  ];
  for (const [error, code] of codes) {
    it(`${code} for "${error.message.trim()}"`, () => {
      const translated = translateError(error, request);
      expect(translated).toMatchObject({ code, cause: error });
      expect(translated.message).toMatch(/^Could not start the container: .*\S$/);
    });
  }

  it('the engine’s own words, without the wrapping', () => {
    const translated = translateError(engineError(500, 'server error', 'no space left - on device'), request);
    expect(translated.message).toBe('Could not start the container: no space left - on device');
  });

  it('nothing else when it was a cancellation, or translated already', () => {
    const abort = abortError();
    expect(translateError(abort, request)).toBe(abort);
    const letter = new FcError('PortInUse', 'Port 9000 is used by another program.');
    expect(translateError(letter, request)).toBe(letter);
  });
});

describe('A refused start is understood in the words of every engine:', () => {
  const words: readonly (readonly [words: string, code: string | undefined])[] = [
    ['Bind for 127.0.0.1:9000 failed: port is already allocated', 'PortInUse'],
    ['listen tcp4 127.0.0.1:9000: bind: address already in use', 'PortInUse'],
    ['Ports are not available: exposing port TCP 127.0.0.1:9000', 'PortInUse'],
    ['OCI runtime create failed: exec: "/x": stat /x: no such file or directory: unknown', 'CAExited'],
    ['exec: "run.sh": executable file not found in $PATH', 'CAExited'],
    ['exec: "/app": is a directory: unknown', 'CAExited'],
    ['unable to find user fc: no matching entries in passwd file', 'CAExited'],
    ['Cannot mkdir: /etc/passwd is not a directory', 'CAExited'],
    ['Mounts denied: \nThe path /nas is not shared from the host and is not known to Docker.', 'ConfigInvalid'],
    ['statfs /nas: no such file or directory', 'ConfigInvalid'],
    ['something nobody has seen', undefined],
  ];
  for (const [text, code] of words) {
    it(text, () => expect(startFailure(engineError(400, 'unexpected', text))?.code).toBe(code));
  }

  it('an image of another platform', async () => {
    const { testPlan } = await import('../contract/testContainer.ts');
    const error = engineError(
      404,
      'no such container',
      'image with reference a was found but does not match the specified platform: wanted linux/amd64, actual: linux/arm64',
    );
    const failure = createFailure(error, testPlan({ image: 'a' }));
    expect(failure).toMatchObject({
      code: 'ImageNotAmd64',
      message: 'The image a is for linux/arm64; the platform runs linux/amd64.',
    });
  });
});

describe('A socket without an engine for this user', () => {
  const denied = {
    candidate: { source: 'Docker', address: 'unix:///var/run/docker.sock', explicit: false },
    address: 'unix:///var/run/docker.sock',
    error: systemError('EACCES'),
  };
  const absent = {
    candidate: { source: 'Colima', address: 'unix:///colima.sock', explicit: false },
    address: 'unix:///colima.sock',
    error: systemError('ENOENT'),
  };

  it('that may not be opened outweighs all that are not there, and the hint names the group', () => {
    const error = engineMissing([absent, denied], 'linux');
    expect(error.code).toBe('EngineAccessDenied');
    expect(error.hint).toContain('usermod -aG docker');
    expect(error.message).toContain('unix:///var/run/docker.sock (permission denied)');
    expect(error.message).toContain('unix:///colima.sock (not there)');
  });

  it('that nobody answers at any more is an engine to start', () => {
    const stopped = { ...denied, error: systemError('ECONNREFUSED') };
    expect(engineMissing([stopped, absent], 'linux')).toMatchObject({
      code: 'EngineNotRunning',
      hint: expect.stringContaining('sudo systemctl start docker') as string,
    });
    expect(engineMissing([stopped], 'darwin').hint).toContain('Docker Desktop');
    expect(engineMissing([absent], 'linux')).toMatchObject({ code: 'EngineNotFound' });
  });
});
