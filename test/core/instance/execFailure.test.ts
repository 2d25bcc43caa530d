import { describe, expect, it } from 'vitest';
import { execFailure } from '../../../src/core/instance/execFailure.ts';

describe('A start command the kernel refused', () => {
  it.each([
    ['exec /app/run.sh: no such file or directory\n', { path: '/app/run.sh', errno: 2 }],
    ['exec ./my server: exec format error', { path: './my server', errno: 8 }],
    ['exec /mnt/run: permission denied', { path: '/mnt/run', errno: 13 }],
    ['standard_init_linux.go:228: exec user process caused: exec format error', { errno: 8 }],
    ['standard_init_linux.go:190: exec user process caused "no such file or directory"', { errno: 2 }],
    [
      '{"msg":"exec container process `/app/server`: Exec format error","level":"error","time":"2024-01-01T00:00:00Z"}',
      { path: '/app/server', errno: 8 },
    ],
    [
      '{"msg":"exec container process (missing dynamic library?) `/app/server`: No such file or directory","level":"error"}',
      { path: '/app/server', errno: 2 },
    ],
  ])('is known by what the runtime prints: %s', (output, failure) => {
    expect(execFailure(output)).toEqual(failure);
  });

  it.each([
    '',
    'hello',
    'starting\nexec /app/run.sh: no such file or directory', // printed by a program that did run
    '/app/start.sh: exec: line 2: ./run.sh: Permission denied',
    'exec /app/run.sh: argument list too long',
  ])('is not made out of %j', (output) => {
    expect(execFailure(output)).toBeUndefined();
  });
});
