import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { planScaffold } from '../../../src/core/scaffold/planScaffold.ts';
import { templates } from '../../../src/core/scaffold/templates.ts';
import { readTemplate, templatesFolder } from './templateFiles.ts';

it('every folder of media/templates is a template, or the s.yaml an adopted Dockerfile gets', async () => {
  expect(await readdir(templatesFolder)).toEqual([...templates.map(({ id }) => id), 'adopt'].sort());
  expect(await readdir(join(templatesFolder, 'adopt'))).toEqual(['s.yaml']);
});

describe.each(templates)('the template $title', ({ id, files }) => {
  const plan = (name = 'hello') =>
    planScaffold({ template: id, name, folder: '/ws/hello', caPort: 8080 }, readTemplate);

  it('lists the files of its folder', async () => {
    expect([...files].sort()).toEqual((await readdir(join(templatesFolder, id))).sort());
  });

  it('leaves nothing open', async () => {
    for (const { text } of (await plan()).files) expect(text).not.toMatch(/\{\{|\}\}/);
  });

  it('declares a function without a finding', async () => {
    const { files: planned, configFile } = await plan('Hello_World');
    const { specs, findings } = readFunctionSpecs(configFile, planned.find(({ file }) => file === configFile)!.text);
    expect(findings).toEqual([]);
    expect(specs).toMatchObject([
      {
        functionName: 'Hello_World',
        dockerfile: '/ws/hello/Dockerfile',
        contextFolder: '/ws/hello',
        cpu: 0.5,
        memorySize: 512,
        timeout: 60,
        instanceConcurrency: 1,
        initializer: { handler: 'true', timeout: 30 },
        preStop: { handler: 'true', timeout: 10 },
        container: { image: 'registry.cn-hangzhou.aliyuncs.com/your-namespace/hello-world:v1', port: 8080 },
        httpTrigger: { name: 'http', authType: 'anonymous' },
      },
    ]);
  });

  it('builds from a base image that can be replaced, without network, and not as root', async () => {
    const dockerfile = await readTemplate(`${id}/Dockerfile`);
    expect(dockerfile).toMatch(/^ARG BASE_IMAGE=\S+\nFROM \$\{BASE_IMAGE\}$/m);
    expect(dockerfile).toMatch(/^USER \d+$/m);
    expect(dockerfile).toMatch(/^CMD \["/m);
    expect(dockerfile).not.toMatch(/^# *syntax=|--platform|^RUN /m);
  });
});
