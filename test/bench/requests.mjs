// @ts-check
import { execFile } from 'node:child_process';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const pollMs = 5;
const giveUpMs = 30_000;
export const loopback = '127.0.0.1';

/**
 * What a poll with curl does: nothing is kept, nothing is read but the status.
 * @param {{ host?: string, port: number, method?: string, path: string, body?: Uint8Array, agent?: http.Agent }} request
 * @returns {Promise<number>} the status
 */
export function send({ host = loopback, port, method = 'POST', path, body, agent }) {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/octet-stream', 'content-length': body.length } : {};
    const request = http.request({ host, port, method, path, headers, agent: agent ?? false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/**
 * Sends the request again and again, 5 ms after each refusal, until it is answered: the tightest loop a script would use.
 * @param {Parameters<typeof send>[0]} request
 */
export async function sendUntilAnswered(request) {
  for (const end = performance.now() + giveUpMs; performance.now() < end; await sleep(pollMs)) {
    const status = await send(request).catch(() => undefined);
    if (status === 200) return;
    if (status !== undefined) throw new Error(`${request.path} was answered with status ${status}`);
  }
  throw new Error(`nobody answered on port ${request.port} within ${giveUpMs / 1000} s`);
}

/**
 * The same with curl, one process for each try, as a person's script does it.
 * @param {{ port: number, path: string, body: Uint8Array }} request
 */
export async function curlUntilAnswered({ port, path, body }) {
  const url = `http://${loopback}:${port}${path}`;
  const options = ['--silent', '--fail', '--output', '-', '--data-binary', Buffer.from(body).toString(), url];
  for (const end = performance.now() + giveUpMs; performance.now() < end; await sleep(pollMs)) {
    const answered = await promisify(execFile)('curl', options).then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error(`nobody answered curl on port ${port} within ${giveUpMs / 1000} s`);
}
