import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startApiServer, type ApiServer } from '../../../src/core/gateway/apiServer.ts';
import type { GatewayBackend } from '../../../src/core/gateway/gatewayBackend.ts';
import type { GatewaySettings } from '../../../src/core/gateway/gatewaySettings.ts';
import { openHttpTrigger, type HttpTriggerServer } from '../../../src/core/gateway/httpTrigger.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { FakeClock } from '../../support/fakeClock.ts';

export const gatewaySettings: GatewaySettings = {
  port: 0,
  checkSignatures: false,
  accessKeyId: 'local',
  accessKeySecret: 'secret',
  defaultDomainRules: false,
  allowedHosts: [],
};

interface Changes extends Partial<GatewaySettings> {
  readonly clock?: Clock;
}

export function triggerOf(
  backend: GatewayBackend,
  { clock = new FakeClock(), ...changes }: Changes = {},
): Promise<HttpTriggerServer> {
  const settings = { ...gatewaySettings, ...changes };
  return openHttpTrigger({
    functionId: '/shop/s.yaml#hello',
    backend,
    settings: () => settings,
    clock,
    wishedPorts: [],
  });
}

export function apiOf(
  backend: GatewayBackend,
  { clock = new FakeClock(), ...changes }: Changes = {},
): Promise<ApiServer> {
  const settings = { ...gatewaySettings, ...changes };
  return startApiServer({ backend, settings: () => settings, accountId: () => '1234567890123456', clock, port: 0 });
}

/** A connection that writes bytes as they are. */
export async function rawConnection(port: number, { allowHalfOpen = false } = {}): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Everything that comes back for these bytes, until the other side ends. */
export async function rawAnswer(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = await rawConnection(port);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).write(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

/** What has come in until the text is complete, and the connection goes on. */
export async function readUntil(socket: Socket, text: string): Promise<string> {
  let seen = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    seen += (chunk as Buffer).toString('latin1');
    if (seen.includes(text)) break;
  }
  return seen;
}
