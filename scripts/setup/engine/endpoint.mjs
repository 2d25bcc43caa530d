// @ts-check
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';

/**
 * Where an engine listens.
 * @typedef {object} Endpoint
 * @property {string} dockerHost in the form of the DOCKER_HOST variable
 * @property {string} [socketPath]
 * @property {string} [host]
 * @property {number} [port]
 * @property {string} [certificates] folder of ca.pem, cert.pem and key.pem, when the engine asks for TLS
 */

/**
 * @param {string} dockerHost `unix:///…`, `npipe:////./pipe/…` or `tcp://host:port`
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Endpoint | undefined} undefined for a scheme that these scripts cannot speak, such as ssh
 */
export function parseDockerHost(dockerHost, env = process.env) {
  const socketPath = /^(?:unix|npipe):\/\/(.+)$/.exec(dockerHost)?.[1];
  if (socketPath) return { dockerHost, socketPath };
  const address = /^(?:tcp|https?):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(dockerHost);
  if (!address) return undefined;
  const secure = dockerHost.startsWith('https:') || Boolean(env.DOCKER_TLS_VERIFY);
  const certificates = secure ? env.DOCKER_CERT_PATH || path.join(os.homedir(), '.docker') : undefined;
  const host = address[1].replace(/^\[|\]$/g, '');
  return { dockerHost, host, port: Number(address[2] ?? (secure ? 2376 : 2375)), certificates };
}

/**
 * The places to ask, in order. A DOCKER_HOST is an order, not a hint: nothing else is tried beside it.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function candidateHosts(env = process.env) {
  if (env.DOCKER_HOST) return [env.DOCKER_HOST];
  if (process.platform === 'win32') return ['npipe:////./pipe/docker_engine'];
  const home = os.homedir();
  const sockets = ['/var/run/docker.sock', path.join(home, '.docker/run/docker.sock')];
  if (env.XDG_RUNTIME_DIR) sockets.push(path.join(env.XDG_RUNTIME_DIR, 'docker.sock'));
  return sockets.map((socket) => `unix://${socket}`);
}

/**
 * @typedef {object} EngineRequest
 * @property {string} [method]
 * @property {string} path
 * @property {Record<string, string>} [headers]
 * @property {NodeJS.ReadableStream} [body]
 * @property {number} [timeoutMs] limit for the whole exchange; a silent socket would otherwise hang for ever
 */

/**
 * One request to the engine, answered in full. `node:http` alone, so that it works before anything is installed.
 * @param {Endpoint} endpoint
 * @param {EngineRequest} request
 * @returns {Promise<{ status: number, headers: http.IncomingHttpHeaders, text: string }>}
 */
export function ask(endpoint, { method = 'GET', path: requestPath, headers, body, timeoutMs = 30_000 }) {
  const signal = AbortSignal.timeout(timeoutMs);
  const options = { method, path: requestPath, headers, signal, agent: false, ...address(endpoint) };
  return new Promise((resolve, reject) => {
    const fail = (/** @type {Error} */ error) =>
      reject(signal.aborted ? new Error(`no answer within ${timeoutMs / 1000} s`, { cause: error }) : error);
    const request = (endpoint.certificates ? https : http).request(options, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', fail);
    if (body) body.on('error', (error) => request.destroy(error)).pipe(request);
    else request.end();
  });
}

/**
 * Asks the engine whether it is there.
 * @param {Endpoint} endpoint
 * @returns {Promise<{ answers: true, version: string } | { answers: false, why: string }>}
 */
export async function ping(endpoint) {
  try {
    const pong = await ask(endpoint, { path: '/_ping', timeoutMs: 3_000 });
    if (pong.status !== 200) return { answers: false, why: `HTTP ${pong.status}` };
    const version = await ask(endpoint, { path: '/version', timeoutMs: 3_000 });
    return { answers: true, version: JSON.parse(version.text).Version };
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    return { answers: false, why: code ?? message };
  }
}

/** @param {Endpoint} endpoint */
function address({ socketPath, host, port, certificates }) {
  if (socketPath) return { socketPath };
  if (!certificates) return { host, port };
  const read = (/** @type {string} */ name) => readFileSync(path.join(certificates, name));
  return { host, port, ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}
