import type { ToInvokeView } from '../../src/protocol/invokeView.ts';
import { append } from './dom/element.ts';
import { emptyState } from './emptyState.ts';
import { invokeForm } from './form/invokeForm.ts';
import { connectHost } from './host.ts';
import { resultView } from './result/resultView.ts';
import { runActions } from './runActions.ts';
import { trackRuns } from './runs.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { strings } from './strings.ts';

/** The whole view: choose a function, say what to send, see what came back. */
export function openInvokeView(body: Element): void {
  const host = connectHost(receive);
  const page = append(body, 'main', { id: 'view' });
  append(page, 'h1', { class: 'unseen' }, strings.title);
  const empty = emptyState(page, () => host.post({ type: 'createFunction' }));
  const request = append(page, 'div', { id: 'request', class: 'stack', hidden: true });
  const form = invokeForm(request, host);
  const actions = runActions(request, { onInvoke: invoke, onCancel: cancel });
  const result = resultView(page, {
    onCopy: (text) => host.post({ type: 'copy', text }),
    onShowLog: () => host.post({ type: 'showLog' }),
  });
  const runs = trackRuns();
  listenForShortcuts({ onInvoke: invoke, onCancel: cancel });
  empty.show('loading');
  host.post({ type: 'ready' });

  function invoke(): void {
    if (runs.current !== undefined || request.hidden) return;
    const read = form.read();
    if (!read) return;
    const run = runs.begin();
    showRunning(read.chosen.name, 0);
    result.reveal();
    host.post({ type: 'invoke', run, functionId: read.chosen.id, request: read.request });
  }

  function cancel(): void {
    if (runs.current === undefined) return;
    actions.setState('cancelling');
    host.post({ type: 'cancel', run: runs.current });
  }

  function showRunning(functionName: string, elapsedMs: number): void {
    actions.setState('running');
    result.showRunning(functionName, elapsedMs);
  }

  function end(run: number, show: () => void): void {
    if (!runs.end(run)) return;
    actions.setState('ready');
    show();
    result.reveal();
  }

  function receive(message: ToInvokeView): void {
    switch (message.type) {
      case 'functions':
        empty.show(message.functions.length === 0 ? 'noFunctions' : 'hidden');
        request.hidden = message.functions.length === 0;
        form.offer(message.functions);
        break;
      case 'select':
        form.want(message.id);
        break;
      case 'started':
        if (runs.hear(message.run)) showRunning(message.functionName, message.elapsedMs);
        break;
      case 'result':
        end(message.run, () => result.showResult(message.result));
        break;
      case 'failed':
        end(message.run, () => result.showFailed(message.message, message.hint));
        break;
      case 'cancelled':
        end(message.run, () => result.showCancelled());
        break;
    }
  }
}
