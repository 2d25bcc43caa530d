import path from 'node:path';
import { commands, env, Uri, type WebviewView, type WebviewViewProvider } from 'vscode';
import { isAbortError } from '../../core/shared/abort.ts';
import { FcError } from '../../core/shared/fcError.ts';
import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import type { InvocationResult } from '../../core/invocation/invocation.ts';
import type {
  FromInvokeView,
  FunctionChoice,
  RequestData,
  ResultData,
  ToInvokeView,
} from '../../protocol/invokeView.ts';
import { maxBodyBytes } from '../../protocol/bodySize.ts';
import { isFromInvokeView } from '../../protocol/invokeViewGuards.ts';
import { toRequest } from '../commands/invokeFunction.ts';
import { decodeText } from '../output/describeInvocation.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';
import { stateText } from './functionState.ts';
import { invokeViewHtml } from './invokeViewHtml.ts';

/** A run and what is known of it: what a view that is drawn again has to be told. */
interface Run {
  readonly run: number;
  readonly functionName: string;
  readonly begunAt: number;
  readonly cancel: AbortController;
  outcome?: ToInvokeView;
}

/** The sidebar view "Invoke": passes the form's request to the emulator, and the result back. */
export class InvokeView implements WebviewViewProvider {
  readonly #services: Services;
  #view: WebviewView | undefined;
  #run: Run | undefined;

  constructor(services: Services) {
    this.#services = services;
    services.emulator.onDidChange(() => this.#sendFunctions());
  }

  resolveWebviewView(view: WebviewView): void {
    const { extensionUri } = this.#services;
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'media')] };
    view.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromInvokeView(message)) void this.#receive(message);
    });
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = undefined;
    });
    view.webview.html = invokeViewHtml(view.webview, extensionUri);
  }

  /** Chooses this function in the form. */
  select(functionId: string): void {
    this.#send({ type: 'select', id: functionId });
  }

  async #receive(message: FromInvokeView): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.#services.functions.ready().catch(() => undefined);
        if (this.#run) this.#sendStarted(this.#run);
        if (this.#run?.outcome) this.#send(this.#run.outcome);
        this.#sendFunctions();
        return;
      case 'invoke':
        return this.#invoke(message.run, message.functionId, message.request);
      case 'cancel':
        if (this.#run?.run === message.run) this.#run.cancel.abort();
        return;
      case 'copy':
        await env.clipboard.writeText(message.text);
        return;
      case 'showLog':
        this.#services.functionLog.show(true);
        return;
      case 'createFunction':
        await commands.executeCommand('fcContainer.function.create');
    }
  }

  async #invoke(run: number, functionId: string, request: RequestData): Promise<void> {
    const { emulator } = this.#services;
    const name = emulator.snapshot().functions.find(({ spec }) => spec.id === functionId)?.spec.functionName;
    const current: Run = { run, functionName: name ?? functionId, begunAt: Date.now(), cancel: new AbortController() };
    this.#run = current;
    this.#sendStarted(current);
    current.outcome = await this.#outcome(run, functionId, request, current.cancel.signal);
    if (this.#run === current) this.#send(current.outcome);
  }

  async #outcome(run: number, functionId: string, request: RequestData, signal: AbortSignal): Promise<ToInvokeView> {
    try {
      requireTrust();
      const result = await this.#services.emulator.invoke(functionId, toRequest(request), { signal });
      if (signal.aborted) return { type: 'cancelled', run };
      if (result.body.length > maxBodyBytes) return { type: 'failed', run, message: tooLarge(result.body.length) };
      return { type: 'result', run, result: toResultData(result) };
    } catch (error) {
      if (isAbortError(error)) return { type: 'cancelled', run };
      this.#services.ownLog.error(error instanceof Error ? error : String(error));
      const hint = error instanceof FcError ? error.hint : undefined;
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'failed', run, message: cut(message), ...(hint === undefined ? {} : { hint: cut(hint) }) };
    }
  }

  #sendStarted({ run, functionName, begunAt }: Run): void {
    this.#send({ type: 'started', run, functionName, elapsedMs: Date.now() - begunAt });
  }

  #sendFunctions(): void {
    const { functions } = this.#services.emulator.snapshot();
    const names = functions.map(({ spec }) => spec.functionName);
    const isUnique = (name: string): boolean => names.indexOf(name) === names.lastIndexOf(name);
    this.#send({
      type: 'functions',
      functions: functions.map((snapshot) => toChoice(snapshot, isUnique(snapshot.spec.functionName))),
    });
  }

  #send(message: ToInvokeView): void {
    void this.#view?.webview.postMessage(message);
  }
}

function toChoice(snapshot: FunctionSnapshot, unique: boolean): FunctionChoice {
  const { spec } = snapshot;
  return {
    id: spec.id,
    name: spec.functionName,
    status: stateText(snapshot),
    ...(unique ? {} : { location: path.dirname(spec.configFile) }),
    ...(spec.httpTrigger === undefined ? {} : { mode: 'http' as const }),
  };
}

function toResultData(result: InvocationResult): ResultData {
  const { functionName, requestId, statusCode, headers, durationMs, billedDurationMs, memorySizeMb } = result;
  const { body, error, coldStart, maxMemoryMb } = result;
  const text = decodeText(body);
  return {
    ...{ functionName, requestId, statusCode, headers, durationMs, billedDurationMs, memorySizeMb },
    ...(maxMemoryMb === undefined ? {} : { maxMemoryMb }),
    ...(coldStart === undefined ? {} : { coldStartMs: coldStart.totalMs }),
    body:
      text === undefined
        ? { encoding: 'base64', data: Buffer.from(body).toString('base64') }
        : { encoding: 'utf8', data: text },
    ...(error === undefined
      ? {}
      : { error: { type: error.type, message: cut([error.message, error.hint].filter(Boolean).join(' ')) } }),
  };
}

/** The view drops longer texts whole. */
function cut(text: string): string {
  const longest = 32 * 1024;
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function tooLarge(bytes: number): string {
  return `The answer has ${bytes} bytes; the view shows up to ${maxBodyBytes}. Invoke it from the palette to read it.`;
}
