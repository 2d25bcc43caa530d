import { onTestFinished } from 'vitest';
import { createEmulator, type Emulator } from '../../../src/core/emulator/createEmulator.ts';
import { defaultSettings, type Settings } from '../../../src/core/emulator/settings.ts';
import type { FunctionSnapshot } from '../../../src/core/emulator/snapshot.ts';
import type { ContainerEngine } from '../../../src/core/ports/containerEngine.ts';
import type { CredentialsSource } from '../../../src/core/ports/credentials.ts';
import type { LogLine } from '../../../src/core/ports/logSink.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';
import type { FakeProgram } from '../../support/fakeProcess.ts';
import { MemoryFileSystem } from '../../support/memoryFileSystem.ts';
import { withResolvers } from '../../support/withResolvers.ts';
import { freePort } from '../../support/freePort.ts';

export interface TestEmulator {
  readonly emulator: Emulator;
  readonly engine: FakeEngine;
  readonly files: MemoryFileSystem;
  readonly lines: readonly LogLine[];
  readonly traces: readonly string[];
  /** How often the engine was looked for. */
  readonly connects: () => number;
  /** What views see of a function. */
  readonly seen: (name?: string) => FunctionSnapshot;
  /** States of the only function's instance and what is done to it, in order, without repetitions. */
  readonly states: readonly string[];
  /** Names of containers there are. */
  readonly containers: () => readonly string[];
}

export interface TestEmulatorOptions {
  readonly functions?: Readonly<Record<string, FunctionProps>>;
  readonly settings?: Partial<Settings>;
  /** `healthCheckConfig` of every function. */
  readonly healthCheck?: string;
  /** What every image of a function does; by default it serves. */
  readonly program?: FakeProgram;
  readonly credentials?: CredentialsSource;
  /** In the place of the fake engine at once. */
  readonly connect?: (engine: FakeEngine) => Promise<ContainerEngine>;
}

/** More lines of `props` than a function needs. */
export type FunctionProps = readonly string[];

export const configFile = '/shop/s.yaml';

/** The id of a function in the tests' `s.yaml`. */
export const idOf = (name = 'hello'): string => `${configFile}#${name}`;

/** An event, a JSON text unless said otherwise. */
export const event = (text = '{}'): { readonly mode: 'event'; readonly body: Uint8Array } => ({
  mode: 'event',
  body: Buffer.from(text),
});

export const serves: FakeProgram = async (container) => {
  container.print('listening\n');
  await container.listen((request, response) => {
    container.print(`${request.method} ${request.url}\n`);
    response.end('hello');
  });
};

/** A program that does not listen until somebody opens it. */
export function gated(): { readonly program: FakeProgram; readonly open: () => void } {
  const gate = withResolvers();
  return {
    program: async (container) => {
      await gate.promise;
      await serves(container);
    },
    open: () => gate.resolve(undefined),
  };
}

export async function configText(
  functions: Readonly<Record<string, FunctionProps>>,
  healthCheck?: string,
): Promise<string> {
  const resources = Object.entries(functions).map(async ([name, props]) => [
    `  ${name}:`,
    '    component: fc3',
    '    props:',
    `      functionName: ${name}`,
    '      region: cn-hangzhou',
    '      runtime: custom-container',
    '      cpu: 0.5',
    '      memorySize: 512',
    ...props.map((line) => `      ${line}`),
    '      customContainerConfig:',
    `        image: ${name}:1`,
    `        port: ${await freePort()}`,
    ...(healthCheck === undefined ? [] : [`        healthCheckConfig: ${healthCheck}`]),
  ]);
  return ['edition: 3.0.0', 'name: shop', 'resources:', ...(await Promise.all(resources)).flat(), ''].join('\n');
}

/** An emulator of these functions, found already; when the test ends it is disposed and must leave no container. */
export async function testEmulator(options: TestEmulatorOptions = {}): Promise<TestEmulator> {
  const { functions = { hello: [] }, program = serves } = options;
  const engine = new FakeEngine();
  for (const name of Object.keys(functions)) engine.addImage(`${name}:1`, { program });
  engine.builder = () => ({ program });
  const files = new MemoryFileSystem({
    [configFile]: await configText(functions, options.healthCheck),
    '/shop/Dockerfile': 'FROM a\nCMD a',
  });
  const lines: LogLine[] = [];
  const traces: string[] = [];
  let connects = 0;
  const emulator = createEmulator({
    connect: async () => {
      connects++;
      return options.connect?.(engine) ?? Promise.resolve(engine);
    },
    files,
    clock: systemClock,
    credentials: options.credentials ?? { get: () => Promise.resolve(undefined) },
    log: { write: (line) => lines.push(line) },
    settings: () => ({ ...defaultSettings, startTimeoutSeconds: 5, maxInstances: 1, ...options.settings }),
    owner: { processId: 7, host: 'desk' },
    isProcessAlive: (processId) => processId < 100,
    randomHex: (digits) => Math.random().toString(16).slice(2).padEnd(digits, '0').slice(0, digits),
    trace: (message) => traces.push(message),
  });
  const states: string[] = [];
  emulator.onDidChange(() => {
    const [only] = emulator.snapshot().functions;
    const state = [only?.activity, only?.instance?.state].filter(Boolean).join(' ');
    if (state !== states.at(-1)) states.push(state);
  });
  const containers = (): readonly string[] =>
    [...engine.containers.processes.values()].map(({ plan }) => plan.name.replace(/-[0-9a-f]+$/, ''));
  onTestFinished(async () => {
    await emulator[Symbol.asyncDispose]();
    if (containers().length > 0) throw new Error(`containers were left: ${containers().join()}`);
  });
  await emulator.refresh(['/shop']);
  return {
    emulator,
    engine,
    files,
    lines,
    traces,
    connects: () => connects,
    seen: (name = 'hello') => emulator.snapshot().functions.find(({ spec }) => spec.functionName === name)!,
    states,
    containers,
  };
}
