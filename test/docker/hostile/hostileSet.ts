import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../../src/core/emulator/createEmulator.ts';
import { defaultSettings, type Settings } from '../../../src/core/emulator/settings.ts';
import { localCredentials, localMachine } from '../../../src/localMachine.ts';
import { describeWithEngine } from '../../support/realEngine.ts';
import { CountingClock } from './countingClock.ts';
import { hostileFolder, idOf, type HostileFiles, type HostileFunction } from './hostileFolder.ts';
import { containersOfThisProcess, Holdings } from './holdings.ts';
import { RecordedLogs } from './recordedLogs.ts';
import { TestedFunction } from './testedFunction.ts';

export interface SetOptions {
  readonly settings?: Partial<Settings>;
  readonly files?: HostileFiles;
}

export type HostileTest = (fn: TestedFunction) => Promise<void>;

/** Adds a function to the set, and a test that plays with it; the function is stopped at its end, leaving nothing. */
export type AddHostile = (what: string, fn: HostileFunction, test: HostileTest, how?: 'alone') => void;

/**
 * Hostile functions on a real engine, in one emulator: a few at a time side by side, then those that must be alone. When
 * all are through, nothing may be left of them.
 */
export function describeHostile(
  name: string,
  { settings, files = {} }: SetOptions,
  groups: Readonly<Record<string, (add: AddHostile) => void>>,
): void {
  describeWithEngine(name, (real) => {
    const functions = new Map<string, HostileFunction>();
    const clock = new CountingClock();
    const logs = new RecordedLogs();
    const image = `fc-containers-test/hostile-${randomUUID().slice(0, 8)}:1`;
    let folder = '';
    let emulator: Emulator;
    let apiUrl: string;
    let holdings: Holdings;

    beforeAll(async () => {
      holdings = new Holdings();
      emulator = createEmulator({
        ...localMachine,
        credentials: localCredentials(),
        clock,
        log: logs,
        settings: () => ({
          ...defaultSettings,
          ...settings,
          gateway: { ...defaultSettings.gateway, port: 0, ...settings?.gateway },
        }),
        trace: () => undefined,
      });
      folder = await hostileFolder(image, functions, files);
      await emulator.refresh([folder]);
      await emulator.build(idOf(folder, [...functions.keys()][0]!));
      apiUrl = await emulator.serveApi();
    }, 60_000);

    afterAll(async () => {
      await emulator[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    }, 60_000);

    /** What plays with a function of the set, and looks whether it left something. */
    function play(functionName: string, test: HostileTest): () => Promise<void> {
      return async () => {
        const id = idOf(folder, functionName);
        const log = logs.of(functionName);
        const tested = new TestedFunction({ real: real(), emulator, apiUrl, id, functionName, log });
        try {
          await test(tested);
        } finally {
          await emulator.stop(id);
        }
        await tested.isGone();
      };
    }

    const alone: Tests = new Map();
    for (const [group, define] of Object.entries(groups)) {
      const sideBySide: Tests = new Map();
      define((what, fn, test, how) => {
        const functionName = `hostile-${functions.size + 1}`;
        functions.set(functionName, fn);
        if (how === 'alone') alone.set(`${group}: ${what}`, play(functionName, test));
        else sideBySide.set(what, play(functionName, test));
      });
      if (sideBySide.size > 0) describe.concurrent(group, () => addAll(sideBySide));
    }
    alone.set('leaves no container, port, timer or connection behind', isAllGone);
    describe('alone', () => addAll(alone));

    async function isAllGone(): Promise<void> {
      const inUse = emulator
        .snapshot()
        .functions.filter(({ instances, url }) => instances.length > 0 || url !== undefined);
      expect(inUse.map(({ spec }) => spec.functionName)).toEqual([]);
      expect(await containersOfThisProcess(real())).toEqual([]);
      await emulator[Symbol.asyncDispose]();
      expect([...clock.pending.values()]).toEqual([]);
      await settled(() => holdings.isAsBefore);
      expect(holdings.newConnections).toEqual([]);
      expect(holdings.newResources).toEqual([]);
    }
  });
}

type Tests = Map<string, () => Promise<void>>;

function addAll(tests: Tests): void {
  for (const [what, run] of tests) it(what, run, 60_000);
}

/** Looks again and again for a while, without a timer of its own while it looks. */
async function settled(isSettled: () => boolean): Promise<void> {
  for (let nth = 0; nth < 100 && !isSettled(); nth++) await sleep(20);
}
