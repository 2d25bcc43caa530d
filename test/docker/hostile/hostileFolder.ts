import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labelOfRun } from '../../support/realEngine.ts';

/** A function of the set, as its `s.yaml` has it. */
export interface HostileFunction {
  /** Its start command. */
  readonly runs: readonly string[];
  /** More of `props`. */
  readonly props?: Readonly<Record<string, unknown>>;
}

/** The start command of a server in test/fixtures/hostile that misbehaves as named. */
export const server = (script: string, name: string, ...more: readonly string[]): readonly string[] => [
  'node',
  `/hostile/${script}.js`,
  name,
  ...more,
];

/** More files of the image, in `/hostile`, with their modes. */
export type HostileFiles = Readonly<Record<string, { readonly content: string | Uint8Array; readonly mode: number }>>;

export const idOf = (folder: string, functionName: string): string => `${join(folder, 's.yaml')}#${functionName}`;

/** The set on disk: one `s.yaml` with all of them, and the Dockerfile of the image they share. */
export async function hostileFolder(
  image: string,
  functions: ReadonlyMap<string, HostileFunction>,
  files: HostileFiles,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fc-containers-hostile-'));
  await cp('test/fixtures/hostile', join(folder, 'hostile'), { recursive: true });
  for (const [name, { content, mode }] of Object.entries(files))
    await writeFile(join(folder, 'hostile', name), content, { mode });
  const dockerfile = ['FROM fc-containers/node:22', `LABEL ${labelOfRun}`, 'COPY hostile /hostile', ''];
  await writeFile(join(folder, 'Dockerfile'), dockerfile.join('\n'));
  const resources = [...functions].map(([functionName, { runs, props }]) => [
    functionName,
    {
      component: 'fc3',
      props: {
        functionName,
        region: 'cn-hangzhou',
        runtime: 'custom-container',
        cpu: 0.5,
        memorySize: 512,
        timeout: 10,
        ...props,
        customContainerConfig: { image, entrypoint: runs.slice(0, 1), command: runs.slice(1), ...configOf(props) },
      },
    },
  ]);
  const config = { edition: '3.0.0', name: 'hostile', resources: Object.fromEntries(resources) as object };
  await writeFile(join(folder, 's.yaml'), JSON.stringify(config, undefined, 2));
  return folder;
}

function configOf(props: HostileFunction['props']): object {
  return props?.['customContainerConfig'] ?? {};
}
