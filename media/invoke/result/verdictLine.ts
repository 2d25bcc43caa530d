import { append } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { say, strings } from '../strings.ts';
import type { Verdict } from './verdict.ts';

export interface VerdictLine {
  show(verdict: Verdict): void;
  /** Counts on from here until the next verdict. */
  count(elapsedMs: number): void;
}

/**
 * Only the sentence is announced to screen readers: the body could be megabytes, and the seconds would talk over
 * everything else.
 */
export function verdictLine(parent: Element): VerdictLine {
  const line = append(parent, 'div', { id: 'verdict-line', class: 'verdict' });
  const drawing = append(line, 'span', { class: 'drawing' });
  const sentence = append(line, 'p', { id: 'verdict', role: 'status', 'aria-live': 'polite' });
  const elapsed = append(line, 'span', { id: 'elapsed', role: 'timer', 'aria-live': 'off' });
  let timer: ReturnType<typeof setInterval> | undefined;

  return {
    show({ tone, text }) {
      clearInterval(timer);
      elapsed.textContent = '';
      line.dataset['tone'] = tone;
      drawing.replaceChildren(icon(tone));
      sentence.textContent = text;
    },
    count(elapsedMs) {
      const startedAt = performance.now() - elapsedMs;
      const tick = () => {
        const seconds = Math.floor((performance.now() - startedAt) / 1000);
        elapsed.textContent = seconds === 0 ? '' : say(strings.elapsed, seconds);
      };
      tick();
      timer = setInterval(tick, 250);
    },
  };
}
