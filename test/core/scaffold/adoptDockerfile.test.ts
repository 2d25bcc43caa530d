import { describe, expect, it } from 'vitest';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { adoptDockerfile } from '../../../src/core/scaffold/adoptDockerfile.ts';
import { guessCaPort } from '../../../src/core/scaffold/guessCaPort.ts';
import { readTemplate } from './templateFiles.ts';

const adopt = (name: string, text: string, caPort?: number) =>
  adoptDockerfile(
    { dockerfile: { file: '/ws/web/Dockerfile.prod', text }, name, ...(caPort === undefined ? {} : { caPort }) },
    readTemplate,
  );

describe('a Dockerfile that becomes a function', () => {
  it('gets an s.yaml beside it, without a finding and without hooks its server may not know', async () => {
    const plan = await adopt('web', 'FROM nginx\nEXPOSE 8080');
    expect(plan).toMatchObject({ functionName: 'web', folder: '/ws/web', configFile: '/ws/web/s.yaml' });
    expect(plan.files.map(({ file }) => file)).toEqual(['/ws/web/s.yaml']);
    const { specs, findings } = readFunctionSpecs(plan.configFile, plan.files[0]!.text);
    expect(findings).toEqual([]);
    expect(specs).toMatchObject([
      {
        functionName: 'web',
        dockerfile: '/ws/web/Dockerfile.prod',
        contextFolder: '/ws/web',
        container: { port: 8080 },
      },
    ]);
    expect(specs[0]).not.toHaveProperty('initializer');
    expect(specs[0]).not.toHaveProperty('preStop');
  });

  it('listens where the person says', async () => {
    const { files } = await adopt('web', 'FROM nginx\nEXPOSE 8080', 7000);
    expect(files[0]?.text).toContain('port: 7000 ');
  });

  it.each([
    ['1st', 80, 'NameInvalid'],
    ['web', 0, 'InvalidArgument'],
  ])('is refused as %s on CAPort %i with %s', async (name, caPort, code) => {
    await expect(adopt(name, '', caPort)).rejects.toMatchObject({ code });
  });
});

it.each([
  ['FROM node\nEXPOSE 3000', 3000],
  ['FROM node\nEXPOSE 80\nEXPOSE 8080/tcp', 8080],
  ['FROM node\nARG PORT=5000\nEXPOSE ${PORT}', 5000],
  ['FROM node\nEXPOSE 53/udp', 9000],
  ['FROM node\nEXPOSE 99999', 9000],
  ['FROM node\nEXPOSE $PORT', 9000],
  ['FROM node AS build\nEXPOSE 1234\nFROM alpine', 9000],
  ['', 9000],
])('%j seems to listen on %i', (text, caPort) => {
  expect(guessCaPort(text)).toBe(caPort);
});
