import { randomUUID } from 'node:crypto';
import type Docker from 'dockerode';
import { attachOutput } from './attachOutput.ts';
import { withDeadline } from './deadline.ts';
import { callEngine, type EngineConnection } from './engineConnection.ts';
import { hasProbe, loadProbeImage, probeImage } from './probeImage.ts';
import { removeContainer } from './removeContainer.ts';
import { engineWords } from './translateError.ts';
import { waitForExit } from './waitForExit.ts';

/** It usually takes 0.3 s, the first time on an engine a little longer. */
const probeMs = 10_000;
/** Far more than the program needs, enough for the engine's own part in starting it. */
const memoryBytes = 32 * 1024 ** 2;
/** A table of 10,000 connections has 1.5 MB. */
const tableBytes = 16 * 1024 ** 2;

/** The running container whose sockets are asked for. */
export interface ProbedContainer {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The kernel's tables of TCP sockets as they are inside a running container, `/proc/net/tcp` and `tcp6`. A container of
 * our own with nothing in it but a program of 750 bytes joins the network namespace and prints them: that needs nothing
 * of the image, changes nothing in the container, and works on every engine, also on a frozen container.
 * @returns `undefined` where there is no probe for the engine's kind of processor
 * @throws FcError, DeadlineError when it did not come to an end in time, AbortError; the probe is removed in any case
 */
export async function probeNamespace(
  engine: EngineConnection,
  container: ProbedContainer,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!hasProbe(engine)) return undefined;
  return withDeadline(probeMs, signal, async (abortSignal) => {
    const id = await createProbe(engine, container, abortSignal);
    try {
      abortSignal.throwIfAborted();
      return await outputOf(engine, id, abortSignal);
    } finally {
      await removeContainer(engine, id).catch(() => undefined); // it has the labels of a container to be swept
    }
  });
}

async function createProbe(engine: EngineConnection, container: ProbedContainer, signal: AbortSignal): Promise<string> {
  // without the signal: the engine finishes a creation whose request was cancelled, and nobody would know the id
  const create = async (): Promise<Docker.Container> => engine.docker.createContainer(probeOptions(container));
  const { id } = await callEngine(engine, { doing: 'create the probe' }, async () =>
    create().catch(async (error: unknown) => {
      if (!/no such image|image not known/i.test(engineWords(error))) throw error;
      await loadProbeImage(engine, signal);
      return create();
    }),
  );
  return id;
}

function probeOptions({ id, labels }: ProbedContainer): Docker.ContainerCreateOptions {
  const ofOwner = Object.entries(labels).filter(([name]) => /^fc-containers\.(?:managed$|owner-)/.test(name));
  const body: Docker.ContainerCreateOptions = {
    Image: probeImage,
    Labels: Object.fromEntries(ofOwner),
    HostConfig: {
      NetworkMode: `container:${id}`,
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      LogConfig: { Type: 'none', Config: {} },
    },
  };
  // query and body apart: left to itself, dockerode sends every option in the URL as well
  const parts = { _query: { name: `fc-probe-${randomUUID()}` }, _body: body };
  return parts as unknown as Docker.ContainerCreateOptions;
}

async function outputOf(engine: EngineConnection, id: string, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const onOutput = ({ data }: { readonly data: Uint8Array }): void => {
    if (text.length < tableBytes) text += decoder.decode(data, { stream: true });
  };
  const output = await attachOutput(engine, { id, onOutput, signal });
  await callEngine(engine, { doing: 'start the probe', signal }, async (abortSignal) => {
    await engine.docker.getContainer(id).start({ abortSignal });
  });
  const { exitCode } = await waitForExit(engine, id, signal);
  await output.ended;
  if (exitCode !== 0) throw new Error(`the probe ended with exit code ${exitCode}`);
  return text;
}
