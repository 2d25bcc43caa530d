import { textArea } from '../controls/textControl.ts';
import { append } from '../dom/element.ts';
import { strings } from '../strings.ts';
import { bodyRemark } from './bodyRemark.ts';
import type { RequestForm } from './requestForm.ts';

/** The request of InvokeFunction: a payload and nothing else. */
export function eventForm(parent: Element, onInput: () => void): RequestForm<'payload'> {
  const section = append(parent, 'div', { class: 'stack' });
  const payload = textArea(section, { id: 'payload', label: strings.payload, rows: 6, code: true, onInput: changed });

  function changed(): void {
    judge();
    onInput();
  }

  function judge(): boolean {
    const { kind, text } = bodyRemark(payload.value);
    payload.remark(text, kind);
    return kind === 'note';
  }

  return {
    get values() {
      return { payload: payload.value };
    },
    set values(values) {
      payload.value = values.payload;
      judge();
    },
    show(visible) {
      section.hidden = !visible;
    },
    read() {
      if (judge()) return { mode: 'event', body: payload.value };
      payload.focus();
      return undefined;
    },
  };
}
