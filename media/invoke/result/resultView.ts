import type { ResultData } from '../../../src/protocol/invokeView.ts';
import { button } from '../controls/button.ts';
import { append } from '../dom/element.ts';
import { say, strings } from '../strings.ts';
import { bodyView } from './bodyView.ts';
import { factList } from './factList.ts';
import { headerList } from './headerList.ts';
import { verdictOn, type Verdict } from './verdict.ts';
import { verdictLine } from './verdictLine.ts';

export interface ResultView {
  showRunning(functionName: string, elapsedMs: number): void;
  showResult(result: ResultData): void;
  showFailed(message: string, hint?: string): void;
  showCancelled(): void;
  /** Scrolls as little as it takes to have it in sight. */
  reveal(): void;
}

/** How the last run stands, and what it brought. */
export function resultView(
  parent: Element,
  actions: { readonly onCopy: (text: string) => void; readonly onShowLog: () => void },
): ResultView {
  const section = append(parent, 'section', { id: 'result', 'aria-labelledby': 'result-label' });
  append(section, 'h2', { id: 'result-label', class: 'unseen' }, strings.result);
  const verdict = verdictLine(section);
  const message = append(section, 'p', { id: 'message' });
  const hint = append(section, 'p', { id: 'hint', class: 'note' });
  const log = append(section, 'p', { class: 'log', hidden: true });
  button(log, { id: 'show-log', kind: 'link', text: strings.showLog, onPress: actions.onShowLog });
  const answer = append(section, 'div', { id: 'answer', class: 'stack', hidden: true });
  const facts = factList(answer, actions.onCopy);
  const headers = headerList(answer);
  const body = bodyView(append(answer, 'div'), actions.onCopy);

  function show(next: Verdict, details: { message?: string | undefined; hint?: string | undefined } = {}): void {
    const running = next.tone === 'running';
    section.classList.add('filled');
    section.setAttribute('aria-busy', String(running));
    verdict.show(next);
    message.textContent = details.message ?? '';
    hint.textContent = details.hint ?? '';
    log.hidden = running;
    answer.hidden = true;
  }

  return {
    showRunning(functionName, elapsedMs) {
      show({ tone: 'running', text: say(strings.running, functionName) });
      verdict.count(elapsedMs);
    },
    showResult(result) {
      show(verdictOn(result), { message: result.error?.message });
      answer.hidden = false;
      facts.show(result);
      headers.show(result.headers);
      body.show(result.body);
    },
    showFailed: (text, advice) => show({ tone: 'error', text: strings.failed }, { message: text, hint: advice }),
    showCancelled: () => show({ tone: 'cancelled', text: strings.cancelled }),
    reveal: () => section.scrollIntoView({ block: 'nearest' }),
  };
}
