import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandResult } from '../core/ports/containerEngine.ts';
import { FcError } from '../core/shared/fcError.ts';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { OutputFrames } from './outputFrames.ts';
import { engineStatus, engineWords } from './translateError.ts';

const keptBytes = 4096;
const endMs = 20;

export interface CommandCall {
  readonly id: string;
  readonly command: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs a command inside a running container until it ends. One that is not in the image is no error: it ends with exit
 * code 126 or 127, and the engine's words are its output.
 * @throws FcError `InstanceNotRunning`, `EngineFailed` when the container is frozen; AbortError
 */
export async function runCommand(engine: EngineConnection, call: CommandCall): Promise<CommandResult> {
  const { id, command, signal } = call;
  const doing = `run ${command[0] ?? 'a command'} in the container`;
  return callEngine(engine, { doing, signal, limitMs: Infinity }, async (abortSignal) => {
    try {
      const container = engine.docker.getContainer(id);
      const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });
      const output = new LastBytes(keptBytes);
      const frames = new OutputFrames(({ data }) => output.push(data));
      for await (const chunk of await exec.start({ abortSignal })) frames.push(chunk as Buffer);
      let state = await exec.inspect({ abortSignal });
      while (state.Running) {
        await sleep(endMs, undefined, { signal: abortSignal }); // the output may end before the engine knows the code
        state = await exec.inspect({ abortSignal });
      }
      return { exitCode: state.ExitCode ?? 0, output: output.text };
    } catch (error) {
      if (engineStatus(error) === 404 || /is not running/i.test(engineWords(error))) {
        throw new FcError('InstanceNotRunning', 'The container does not run any more.', { cause: error });
      }
      throw error;
    }
  });
}

/** The end of what was printed, however much it was. */
class LastBytes {
  readonly #limit: number;
  #kept: Uint8Array = new Uint8Array();

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(data: Uint8Array): void {
    this.#kept = Buffer.concat([this.#kept, data.subarray(-this.#limit)]).subarray(-this.#limit);
  }

  get text(): string {
    const letter = this.#kept.findIndex((byte) => byte >> 6 !== 0b10); // the cut may be in the middle of one
    return new TextDecoder().decode(this.#kept.subarray(Math.max(letter, 0)));
  }
}
