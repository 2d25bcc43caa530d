import { describe, expect, it } from 'vitest';
import {
  exitedVerdict,
  listeningCauses,
  notListeningVerdict,
  notStartableVerdict,
} from '../../../src/core/instance/startVerdict.ts';
import type { ContainerExit, ListeningSocket } from '../../../src/core/ports/containerEngine.ts';

const ended = (exitCode: number, oomKilled = false): ContainerExit => ({ exitCode, oomKilled });

describe('The verdict on a container that ended', () => {
  // fc-faq: the platform prints errno texts, whatever the real cause was
  it.each([
    [0, 'code 0'],
    [1, 'code 1, message:operation not permitted'],
    [2, 'code 2, message:no such file or directory'],
    [8, 'code 8, message:exec format error'],
    [13, 'code 13, message:permission denied'],
    [127, 'code 127, message:key has expired'],
    [137, 'code 137'],
    [145, 'code 145'],
  ])('with code %d is in the words of the platform', (exitCode, code) => {
    expect(exitedVerdict(ended(exitCode), ['python3', 'app.py'], 'the log')).toMatchObject({
      code: 'CAExited',
      message: `Function instance exited unexpectedly(${code}) with start command 'python3 app.py '.`,
      logTail: 'the log',
    });
  });

  it('names an empty start command as one', () => {
    expect(exitedVerdict(ended(0), [], '').message).toContain("with start command ''.");
  });

  const causes: readonly (readonly [ContainerExit, logTail: string, found: RegExp])[] = [
    [ended(137, true), '', /more memory than memorySize/],
    [ended(1), 'standard_init_linux.go: exec user process caused: exec format error', /linux\/amd64/],
    [ended(0), 'bye', /must keep serving on CAPort/],
    [ended(127), 'sh: nodee: not found', /not found in the image/],
    [ended(126), '', /may not be executed/],
    [ended(137), '', /SIGKILL/],
    [ended(1), 'Error: no such module\n   \n', /^Its last line was: Error: no such module$/],
    [ended(1), 'x'.repeat(500), /^Its last line was: x{200}$/],
  ];
  it.each(causes)('%j that printed %j finds %s', (exit, logTail, found) => {
    expect(exitedVerdict(exit, [], logTail).found).toEqual([expect.stringMatching(found)]);
  });

  it('finds nothing where there is nothing to see', () => {
    expect(exitedVerdict(ended(3), [], '').found).toEqual([]);
  });
});

describe('The verdict on a start command the engine cannot run', () => {
  it("is in the platform's words, with the engine's reason and what to do about it", () => {
    expect(notStartableVerdict('The start command "nodee" cannot be run.', 'Correct CMD.')).toEqual({
      code: 'CAExited',
      message: 'The function either cannot be started or exited. The start command "nodee" cannot be run.',
      found: ['Correct CMD.'],
      logTail: '',
    });
  });

  it('says where to look when the engine gave no hint', () => {
    expect(notStartableVerdict('No.').found).toEqual([expect.stringContaining('CMD') as string]);
  });
});

describe('The verdict on a CAPort that did not open', () => {
  it('is in the words of the platform', () => {
    expect(notListeningVerdict(9000, 120, undefined, 'the log')).toEqual({
      code: 'FunctionNotStarted',
      message: 'Function instance health check failed on port 9000 in 120 seconds.',
      found: [],
      logTail: 'the log',
    });
  });

  const at = (address: string, port: number): ListeningSocket => ({ address, port });
  const seen: readonly (readonly [readonly ListeningSocket[], found: string])[] = [
    [[], 'Nothing in the container listens on any port yet.'],
    [[at('127.0.0.1', 9000)], 'The server listens on 127.0.0.1:9000 only. It must listen on 0.0.0.0:9000.'],
    [[at('::1', 9000)], 'The server listens on [::1]:9000 only. It must listen on 0.0.0.0:9000.'],
    [
      [at('0.0.0.0', 8080)],
      'The server listens on 0.0.0.0:8080, but CAPort is 9000. Listen on the port in FC_CUSTOM_LISTEN_PORT, or change customContainerConfig.port.',
    ],
    [
      [at('0.0.0.0', 8080), at('0.0.0.0', 8080), at('::', 3000)],
      'The server listens on 0.0.0.0:8080 and [::]:3000, but CAPort is 9000. Listen on the port in FC_CUSTOM_LISTEN_PORT, or change customContainerConfig.port.',
    ],
    [
      [at('0.0.0.0', 8080), at('127.0.0.1', 9000)],
      'The server listens on 127.0.0.1:9000 only. It must listen on 0.0.0.0:9000.',
    ],
  ];
  it.each(seen)('with the sockets %j finds: %s', (sockets, found) => {
    expect(listeningCauses(9000, sockets)).toEqual([found]);
  });

  it('finds nothing where nobody can look', () => {
    expect(listeningCauses(9000, undefined)).toEqual([]);
  });
});
