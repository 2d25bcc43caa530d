import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HostPorts } from '../../../src/core/instance/hostPorts.ts';
import { freePort } from '../../support/freePort.ts';

/** A program that holds a port on 127.0.0.1: any one, or this one. */
async function holding(port = 0): Promise<{ readonly port: number } & AsyncDisposable> {
  const server: Server = createServer().listen({ host: '127.0.0.1', port });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

describe('The host port of a function', () => {
  it('is CAPort itself while that is free', async () => {
    const caPort = await freePort();
    expect((await new HostPorts().lease('hello', caPort)).port).toBe(caPort);
  });

  it('is another one while a program holds CAPort, and stays that one after', async () => {
    const ports = new HostPorts();
    const other = await holding();
    const first = await ports.lease('hello', other.port);
    expect(first.port).not.toBe(other.port);
    first.release();
    await other[Symbol.asyncDispose]();
    expect((await ports.lease('hello', other.port)).port).toBe(first.port);
  });

  it('is never a privileged one by itself', async () => {
    expect((await new HostPorts().lease('hello', 80)).port).toBeGreaterThanOrEqual(1024);
  });

  it('is its own, though functions with the same CAPort start at the same moment', async () => {
    const ports = new HostPorts();
    const caPort = await freePort();
    const leases = await Promise.all(['a', 'b', 'c', 'd'].map((name) => ports.lease(name, caPort)));
    expect(new Set(leases.map(({ port }) => port)).size).toBe(4);
    expect(leases.map(({ port }) => port)).toContain(caPort);
  });

  it('is the one it had before as soon as that is given back, not while it is leased', async () => {
    const ports = new HostPorts();
    const caPort = await freePort();
    const first = await ports.lease('hello', caPort);
    const second = await ports.lease('hello', caPort);
    expect(second.port).not.toBe(first.port);
    first.release();
    second.release();
    expect((await ports.lease('hello', caPort)).port).toBe(second.port);
  });

  it('is none the engine refused, neither CAPort nor the one before', async () => {
    const ports = new HostPorts();
    const caPort = await freePort();
    const before = await ports.lease('hello', caPort);
    before.release();
    const lease = await ports.lease('hello', caPort, new Set([caPort]));
    expect(lease.port).not.toBe(caPort);
  });
});
