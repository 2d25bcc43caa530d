import { fcPlatform } from '../core/ports/containerEngine.ts';
import { abortError } from '../core/shared/abort.ts';
import { FcError } from '../core/shared/fcError.ts';
import { wasAborted } from './deadline.ts';
import { callEngine, dialStream, type EngineConnection } from './engineConnection.ts';
import { jsonLines } from './jsonLines.ts';
import { pullProblem } from './pullProblem.ts';
import { PullProgress } from './pullProgress.ts';
import { engineStatus, engineWords, translateError, unlessStatus } from './translateError.ts';

/** A name server that swallows questions keeps the engine waiting for up to 40 s without a word (measured). */
const answerMs = 30_000;
/** Between two messages: a large layer may be checked in silence. */
const silenceMs = 120_000;

export interface PullCall {
  readonly ref: string;
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal | undefined;
  /** How long nothing may be heard before the registry has answered; for tests. */
  readonly answerMs?: number;
}

/**
 * Fetches an image for the platform's processor, whatever the engine's own is. Without credentials. Ending the request
 * ends the work on the engine.
 * @throws FcError `ImageMissing`, `ImageNotAmd64`, the engine's codes; AbortError
 */
export async function pullImage(engine: EngineConnection, call: PullCall): Promise<void> {
  const { ref, onProgress, signal } = call;
  if (signal?.aborted) throw abortError();
  const patience = new Patience(signal);
  try {
    patience.wait(call.answerMs ?? answerMs);
    const request = { path: '/images/create', query: { ...nameAndTag(ref), platform: fcPlatform } };
    const answer = await dialStream(engine, { method: 'POST', ...request, signal: patience.signal });
    const progress = new PullProgress();
    let shown = '';
    for await (const message of jsonLines(answer)) {
      patience.wait(progress.text === '' ? (call.answerMs ?? answerMs) : silenceMs);
      const { error } = message as { error?: unknown };
      if (typeof error === 'string') throw new RegistryError(error);
      progress.push(message);
      if (progress.text !== shown) onProgress((shown = progress.text));
    }
    patience.end();
    await requirePulled(engine, ref, signal);
  } catch (error) {
    if (wasAborted(signal)) throw abortError();
    if (patience.isOver) throw pullFailure(ref, 'its registry does not answer', error);
    throw failure(error, engine, ref);
  } finally {
    patience.end();
  }
}

/** Ends the request when the caller says so, or when nothing was heard for too long. */
class Patience {
  isOver = false;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(caller: AbortSignal | undefined) {
    this.#caller = caller;
    caller?.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Begins anew: something was heard. */
  wait(limitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.#abort();
    }, limitMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => this.#controller.abort();
}

/** What the engine says in the middle of an answer that began well. */
class RegistryError extends Error {}

/** Without a tag the engine would pull all of them. */
function nameAndTag(ref: string): { readonly fromImage: string; readonly tag: string } {
  const [, name = ref, tag = 'latest'] = /^(.+)@(.+)$/.exec(ref) ?? /^(.+):([^/:]+)$/.exec(ref) ?? [];
  return { fromImage: name, tag };
}

/**
 * An engine that stops in the middle ends the answer quietly: only the image itself means success. And where a name stands
 * for one image instead of a list, 20.10 takes it whatever it is for.
 */
async function requirePulled(engine: EngineConnection, ref: string, signal: AbortSignal | undefined): Promise<void> {
  const image = await callEngine(engine, { doing: `inspect the image ${ref}`, signal }, async () =>
    unlessStatus([404], engine.docker.getImage(ref).inspect()),
  );
  if (!image) throw new RegistryError('the engine ended it without an image');
  if (`${image.Os}/${image.Architecture}` !== fcPlatform)
    throw new RegistryError(`does not match the specified platform: it is ${image.Os}/${image.Architecture}`);
}

function failure(error: unknown, { info }: EngineConnection, ref: string): Error {
  const isAnswer = error instanceof RegistryError || engineStatus(error) !== undefined;
  if (!isAnswer) return translateError(error, { doing: `pull the image ${ref}`, address: info.address });
  const words = engineWords(error);
  return pullFailure(ref, pullProblem(words) ?? words, error);
}

function pullFailure(ref: string, reason: string, cause: unknown): FcError {
  const isForeign = reason.includes(fcPlatform);
  return new FcError(isForeign ? 'ImageNotAmd64' : 'ImageMissing', `The image ${ref} could not be pulled: ${reason}.`, {
    hint: isForeign
      ? `Build it for ${fcPlatform} and push it again.`
      : 'Pulling sends no credentials yet: build the function, or fetch a private image yourself with ' +
        `"docker login" and "docker pull --platform ${fcPlatform} ${ref}".`,
    detail: engineWords(cause),
    cause,
  });
}
