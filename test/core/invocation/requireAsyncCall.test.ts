import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { AsyncCallOptions } from '../../../src/core/invocation/asyncTask.ts';
import { asyncBodyLimit, requireAsyncCall } from '../../../src/core/invocation/requireAsyncCall.ts';
import { testSpec } from '../../support/testSpec.ts';

function take(options: AsyncCallOptions, bytes = 2): () => void {
  return () => requireAsyncCall({ mode: 'event', body: new Uint8Array(bytes) }, options, testSpec());
}

describe('An asynchronous call', () => {
  it('is taken with a body of up to 128 KB', () => {
    expect(asyncBodyLimit).toBe(131_072);
    expect(take({}, asyncBodyLimit)).not.toThrow();
    expect(take({}, asyncBodyLimit + 1)).toThrow(
      expect.objectContaining({
        code: 'InvalidArgument',
        message:
          'The asynchronous call of hello was not taken: its body has 131073 bytes, and asynchronous calls carry 131072 at most.',
      }),
    );
  });

  it.each(['job-1', '_', 'A', `x${'y'.repeat(127)}`])('is taken with the task id %s', (taskId) => {
    expect(take({ taskId })).not.toThrow();
  });

  it.each(['', '1st', '-x', 'a b', 'a.b', 'ä', `x${'y'.repeat(128)}`, 'a\n'])(
    'is refused with the task id %j',
    (taskId) => {
      expect(take({ taskId })).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
    },
  );

  it.each([0.001, 1, 3599.9])('is taken with a delay of %s s', (delaySeconds) => {
    expect(take({ delaySeconds })).not.toThrow();
  });

  it.each([0, -1, 3600, Number.NaN, Number.POSITIVE_INFINITY])('is refused with a delay of %s s', (delaySeconds) => {
    expect(take({ delaySeconds })).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  });

  it('needs a body that can be sent again', () => {
    const request = { mode: 'event', body: Readable.from(['x']) } as const;
    expect(() => requireAsyncCall(request, {}, testSpec())).toThrow(TypeError);
  });
});
