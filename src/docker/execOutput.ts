import { callEngine, type EngineConnection } from './engineConnection.ts';
import { OutputFrames } from './outputFrames.ts';

const execMs = 10_000;

/**
 * What a command prints to stdout inside a running container; empty when the image does not have the command.
 * (An exec reports "executable file not found" as output and exit code 126, not as an error.)
 */
export async function execOutput(engine: EngineConnection, id: string, command: readonly string[]): Promise<string> {
  const doing = `run ${command[0] ?? 'a command'} in the container`;
  return callEngine(engine, { doing, limitMs: execMs }, async (abortSignal) => {
    const container = engine.docker.getContainer(id);
    const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });
    const stream = await exec.start({ abortSignal });
    const decoder = new TextDecoder();
    let text = '';
    const frames = new OutputFrames(({ stream: from, data }) => {
      if (from === 'stdout') text += decoder.decode(data, { stream: true });
    });
    for await (const chunk of stream) frames.push(chunk as Buffer);
    return text;
  });
}
