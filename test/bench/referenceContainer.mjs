// @ts-check
import { createServer } from 'node:net';
import { loopback } from './requests.mjs';

/** @typedef {import('./dockerCli.mjs').DockerCli} DockerCli */

/**
 * A port of 127.0.0.1 that is free now.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, loopback, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * `docker run -d -p 127.0.0.1:PORT:9000 IMAGE`
 * @param {DockerCli} cli
 * @param {{ image: string, port: number, options?: string[] }} container
 * @returns {Promise<string>} its id
 */
export async function dockerRun(cli, { image, port, options = [] }) {
  const id = await cli.run(['run', '--detach', '--publish', `${loopback}:${port}:9000`, ...options, image]);
  return id.trim();
}

/**
 * The limits the emulator gives a container of this size.
 * @param {{ cpu: number, memorySize: number }} spec
 */
export const limitsOf = ({ cpu, memorySize }) => [
  ...['--cpus', String(cpu)],
  ...['--memory', `${memorySize}m`, '--memory-swap', `${memorySize}m`],
];
