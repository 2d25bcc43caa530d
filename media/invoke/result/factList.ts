import type { ResultData } from '../../../src/protocol/invokeView.ts';
import { append, element } from '../dom/element.ts';
import { say, strings } from '../strings.ts';
import { formatCount, formatDuration } from '../units.ts';
import { copyButton } from './copyButton.ts';

export interface FactList {
  show(result: ResultData): void;
}

/** What the platform measured, one fact to a line. */
export function factList(parent: Element, onCopy: (text: string) => void): FactList {
  const list = append(parent, 'dl', { id: 'facts' });
  const status = fact('status', strings.status);
  const duration = fact('duration', strings.duration);
  const billed = fact('billed', strings.billed);
  const coldStart = fact('cold-start', strings.coldStart);
  const memory = fact('memory', strings.memory);
  append(list, 'dt', { class: 'wide' }, strings.requestId);
  const row = append(list, 'dd', { class: 'wide with-action' });
  const requestId = append(row, 'code', { id: 'request-id' });
  const copy = copyButton(row, 'copy-request-id', onCopy);

  function fact(id: string, label: string): HTMLElement {
    append(list, 'dt', {}, label);
    return append(list, 'dd', { id });
  }

  return {
    show(result) {
      status.textContent = String(result.statusCode);
      duration.textContent = formatDuration(result.durationMs);
      billed.textContent = formatDuration(result.billedDurationMs);
      coldStart.textContent = result.coldStartMs === undefined ? strings.warm : formatDuration(result.coldStartMs);
      memory.replaceChildren(...memoryOf(result));
      requestId.textContent = result.requestId;
      copy.offer(result.requestId, strings.copyRequestId);
    },
  };
}

function memoryOf({ maxMemoryMb, memorySizeMb }: ResultData): (Node | string)[] {
  if (maxMemoryMb === undefined) return [say(strings.memoryLimit, formatCount(memorySizeMb))];
  const used = element('span', { class: 'used' });
  used.style.inlineSize = `${Math.min(100, (maxMemoryMb / Math.max(1, memorySizeMb)) * 100)}%`;
  return [
    say(strings.memoryOf, formatCount(maxMemoryMb), formatCount(memorySizeMb)),
    element('span', { class: 'meter', 'aria-hidden': 'true' }, used),
  ];
}
