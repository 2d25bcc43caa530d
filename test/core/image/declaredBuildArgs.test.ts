import { expect, it } from 'vitest';
import { declaredBuildArgs } from '../../../src/core/image/declaredBuildArgs.ts';

const settings = { BASE_IMAGE: 'mirror/node:22', NPM_MIRROR: 'http://npm', HTTPS_PROXY: 'http://proxy' };

it.each([
  ['one used in FROM', 'ARG BASE_IMAGE=node:22\nFROM ${BASE_IMAGE}', ['BASE_IMAGE', 'HTTPS_PROXY']],
  ['one of a stage', 'FROM node:22\nARG NPM_MIRROR\nRUN npm ci', ['NPM_MIRROR', 'HTTPS_PROXY']],
  ['several in one ARG', 'ARG BASE_IMAGE NPM_MIRROR\nFROM ${BASE_IMAGE}', Object.keys(settings)],
  ['none but the predefined', 'FROM node:22\nENV BASE_IMAGE=x', ['HTTPS_PROXY']],
  ['none of a text that is no Dockerfile', '\0', ['HTTPS_PROXY']],
])('takes %s', (_, dockerfile, names) => {
  expect(Object.keys(declaredBuildArgs(dockerfile, settings))).toEqual(names);
});
