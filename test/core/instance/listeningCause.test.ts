import { describe, expect, it } from 'vitest';
import { listeningCause } from '../../../src/core/instance/listeningCause.ts';
import type { ListeningSocket } from '../../../src/core/ports/containerEngine.ts';

const at = (address: string, port: number): ListeningSocket => ({ address, port });

describe('A server whose CAPort 9000 is closed', () => {
  it.each([
    [[at('127.0.0.1', 9000)], '127.0.0.1:9000'],
    [[at('::1', 9000)], '[::1]:9000'],
    [[at('127.0.0.1', 9000), at('::1', 9000)], '127.0.0.1:9000 and [::1]:9000'],
    [[at('0.0.0.0', 8080), at('127.0.1.1', 9000)], '127.0.1.1:9000'],
  ])('and that listens on %j can only be reached from within', (sockets, shown) => {
    expect(listeningCause(9000, { sockets, cpuShare: 1 })).toEqual({
      cause: 'loopbackOnly',
      found: [`The server listens on ${shown} only.`],
      nextStep: 'It must listen on 0.0.0.0:9000.',
    });
  });

  it.each([
    [[at('0.0.0.0', 8080)], '0.0.0.0:8080', ', or set customContainerConfig.port to 8080 in s.yaml'],
    [
      [at('0.0.0.0', 8080), at('0.0.0.0', 8080), at('::', 3000)],
      '0.0.0.0:8080 and [::]:3000',
      ', or set customContainerConfig.port to 8080 in s.yaml',
    ],
    [
      [at('127.0.0.1', 9229), at('0.0.0.0', 3000)],
      '127.0.0.1:9229 and 0.0.0.0:3000',
      ', or set customContainerConfig.port to 3000 in s.yaml',
    ],
    [[at('127.0.0.1', 8080)], '127.0.0.1:8080', ''],
  ])('and that listens on %j does so elsewhere', (sockets, shown, orElse) => {
    expect(listeningCause(9000, { sockets })).toEqual({
      cause: 'otherPort',
      found: [`The server listens on ${shown}, but CAPort is 9000.`],
      nextStep: `Let it listen on 0.0.0.0, on the port in FC_CUSTOM_LISTEN_PORT${orElse}.`,
    });
  });

  it.each([
    [at('::', 9000), '[::]:9000'],
    [at('0.0.0.0', 9000), '0.0.0.0:9000'],
  ])('though it listens on %j came too late, or has no IPv4', (socket, shown) => {
    expect(listeningCause(9000, { sockets: [at('127.0.0.1', 9000), socket] })).toMatchObject({
      cause: 'unreachable',
      found: [`The server listens on 127.0.0.1:9000 and ${shown}, but no connection to it came about in time.`],
    });
  });

  it.each([
    [0.97, 'busyStarting', 'It is at work: it uses 97 % of its CPU limit.'],
    [1.04, 'busyStarting', 'It is at work: it uses 100 % of its CPU limit.'],
    [0.5, 'busyStarting', 'It is at work: it uses 50 % of its CPU limit.'],
    [0.3, 'notListening', 'It uses 30 % of its CPU limit.'],
    [0.03, 'notListening', 'It uses 3 % of its CPU limit.'],
    [0.004, 'waiting', 'It is waiting for something: it uses 0 % of its CPU limit.'],
  ])('and that listens nowhere while it uses %d of its processor', (cpuShare, cause, found) => {
    expect(listeningCause(9000, { sockets: [], cpuShare })).toMatchObject({
      cause,
      found: [`Nothing in the container listens on any port yet. ${found}`],
    });
  });

  it('and that listens nowhere, where nobody knows its use of the processor', () => {
    expect(listeningCause(9000, { sockets: [] })).toEqual({
      cause: 'notListening',
      found: ['Nothing in the container listens on any port yet.'],
    });
  });

  it('is not explained where nobody can look inside', () => {
    expect(listeningCause(9000, { cpuShare: 1 })).toEqual({ cause: 'unknown', found: [] });
  });
});
