// @ts-check
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that stops when it is told to. */
export const server = [
  "const server = require('http').createServer((request, response) => response.end('ok'));",
  "server.listen(9000, '0.0.0.0', () => console.log('listening'));",
  "process.on('SIGTERM', () => process.exit());",
].join('\n');

/**
 * Writes a function into the folder of its name, as somebody who has never seen this extension would have it.
 * @param {string} workspace
 * @param {string} name
 * @param {{ dockerfile: string[], image?: string, props?: string[] }} files `props`: further lines of them in s.yaml
 */
export async function writeFunction(workspace, name, files) {
  const { dockerfile, image = `fc-containers-tests/${name}:ui`, props = [] } = files;
  const folder = path.join(workspace, name);
  await mkdir(folder, { recursive: true });
  const config = [
    'edition: 3.0.0',
    `name: ${name}`,
    'resources:',
    '  function:',
    '    component: fc3',
    '    props:',
    '      region: cn-hangzhou',
    `      functionName: ${name}`,
    '      runtime: custom-container',
    '      code: ./',
    ...props.map((line) => `      ${line}`),
    '      customContainerConfig:',
    `        image: ${image}`,
    '        port: 9000',
    '',
  ];
  await writeFile(path.join(folder, 's.yaml'), config.join('\n'));
  await writeFile(path.join(folder, 'Dockerfile'), `${dockerfile.join('\n')}\n`);
  await writeFile(path.join(folder, 'server.js'), `${server}\n`);
}

/**
 * Waits until a file on disk has this text.
 * @param {string} file
 * @param {RegExp} expected
 */
export async function waitForText(file, expected) {
  let text = '';
  for (const end = Date.now() + 10_000; !expected.test(text) && Date.now() < end; await sleep(50))
    text = await readFile(file, 'utf8');
  assert.match(text, expected);
}
