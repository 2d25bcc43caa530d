import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { ContainerOutput, OutputChunk } from '../core/ports/containerEngine.ts';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { OutputFrames } from './outputFrames.ts';

export interface AttachRequest {
  readonly id: string;
  readonly onOutput: (chunk: OutputChunk) => void;
  /** Ends the attachment, before and after it was made. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Attaches to a container's output. Attach sends frames of up to 32 KB where the logs endpoint sends one per line: a
 * third of the time for a million lines (measured). The stream is never paused, because a paused attach blocks the
 * container's own writes (measured: a writer of 30 MB was stuck).
 */
export async function attachOutput(engine: EngineConnection, request: AttachRequest): Promise<ContainerOutput> {
  const { id, onOutput, signal } = request;
  const doing = "attach to the container's output";
  const stream = (await callEngine(engine, { doing, signal }, async (abortSignal) =>
    engine.docker.getContainer(id).attach({ stream: true, stdout: true, stderr: true, abortSignal }),
  )) as unknown as IncomingMessage;

  const close = (): void => {
    stream.destroy();
  };
  if (signal?.aborted) close();
  signal?.addEventListener('abort', close, { once: true });
  // An engine that is killed ends the stream with an error, one that stops ends it quietly; both just mean "no more".
  const ended = new Promise<void>((resolve) => {
    finished(stream, () => {
      signal?.removeEventListener('abort', close);
      resolve();
    });
  });
  const frames = new OutputFrames(onOutput);
  stream.on('data', (chunk: Uint8Array) => frames.push(chunk));
  return { ended, close };
}
