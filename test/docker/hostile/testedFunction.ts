import { expect } from 'vitest';
import type { Emulator } from '../../../src/core/emulator/createEmulator.ts';
import type { FunctionSnapshot } from '../../../src/core/emulator/snapshot.ts';
import { label } from '../../../src/core/instance/labels.ts';
import type { InvocationReport } from '../../../src/core/invocation/invocation.ts';
import type { RealEngine } from '../../support/realEngine.ts';
import { eventually } from './eventually.ts';
import { call, type Asked, type Heard } from './httpCall.ts';
import type { RecordedLog } from './recordedLogs.ts';

export interface TestedFunctionOptions {
  readonly real: RealEngine;
  readonly emulator: Emulator;
  readonly apiUrl: string;
  readonly id: string;
  readonly functionName: string;
  readonly log: RecordedLog;
}

/** A function of the set, and the ways into it that clients have. */
export class TestedFunction {
  readonly emulator: Emulator;
  readonly functionName: string;
  readonly id: string;
  readonly log: RecordedLog;
  readonly apiUrl: string;
  readonly #real: RealEngine;
  #read = 0;

  constructor(options: TestedFunctionOptions) {
    this.emulator = options.emulator;
    this.functionName = options.functionName;
    this.id = options.id;
    this.log = options.log;
    this.apiUrl = options.apiUrl;
    this.#real = options.real;
  }

  get seen(): FunctionSnapshot {
    return this.emulator.snapshot().functions.find(({ spec }) => spec.id === this.id)!;
  }

  /** The URL of its HTTP trigger; it is started when it is not. */
  async url(): Promise<string> {
    if (this.seen.url === undefined) await this.emulator.start(this.id);
    return this.seen.url!;
  }

  /** Over its HTTP trigger. */
  async call(asked?: Asked): Promise<Heard> {
    return call(await this.url(), asked);
  }

  /** InvokeFunction, as the SDKs do it. */
  async invoke(body: string | Uint8Array = '{}', headers: Readonly<Record<string, string>> = {}): Promise<Heard> {
    const path = `/2023-03-30/functions/${this.functionName}/invocations`;
    return call(this.apiUrl, { method: 'POST', path, headers, body });
  }

  /** The emulator's account of that call, once it is over. */
  async report({ headers }: Heard): Promise<InvocationReport> {
    return this.reportOf(String(headers['x-fc-request-id']));
  }

  async reportOf(requestId: string): Promise<InvocationReport> {
    return eventually(() => {
      const found = this.emulator.history(this.id).find((report) => report.requestId === requestId);
      if (found === undefined) throw new Error(`there is no report of ${requestId}`);
      return found;
    });
  }

  /** The lines of the log that belong to that call, once its end is written. */
  async linesOf({ requestId }: Pick<InvocationReport, 'requestId'>): Promise<readonly string[]> {
    return eventually(() => {
      const lines = this.log.lines.filter((line) => line.requestId === requestId);
      if (!lines.some(({ source, text }) => source === 'platform' && text.startsWith('FC Invoke End')))
        throw new Error(`${requestId} has no end`);
      return lines.map(({ text }) => text);
    });
  }

  /** Waits for such a line in its log, one more than there were when it was waited for last. */
  async prints(text: string | RegExp): Promise<string> {
    const found = await eventually(() => {
      const at = this.log.lines.findIndex(({ text: line }, nth) => nth >= this.#read && says(line, text));
      if (at < 0) throw new Error(`there is no line ${String(text)} in:\n${this.texts.slice(-30).join('\n')}`);
      return at;
    });
    this.#read = found + 1;
    return this.texts[found]!;
  }

  get texts(): readonly string[] {
    return this.log.lines.map(({ text }) => text);
  }

  /** It serves as if nothing had been. @returns the instance that did */
  async isGood(): Promise<string> {
    const heard = await this.call({ path: '/good' });
    expect(heard).toMatchObject({ status: 200, body: 'good', isCut: false });
    return (await this.report(heard)).instanceId;
  }

  async containers(): Promise<readonly string[]> {
    const filters = { label: [`${label.functionId}=${this.id}`] };
    return (await this.#real.docker.listContainers({ all: true, filters })).map(({ Id }) => Id);
  }

  /** It was stopped: nothing is left of it. */
  async isGone(): Promise<void> {
    expect(await this.containers()).toEqual([]);
    expect(this.seen).not.toHaveProperty('url');
    expect(this.seen.instances).toEqual([]);
  }
}

function says(line: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? line.includes(text) : text.test(line);
}
