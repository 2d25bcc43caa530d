import { append, element } from '../dom/element.ts';
import type { TextArea, TextField } from '../toolkit.ts';

export interface TextControlOptions {
  readonly id: string;
  readonly label: string;
  readonly placeholder?: string;
  /** Text of a program: fixed width, no spelling marks. */
  readonly code?: boolean;
  readonly onInput: () => void;
}

/** A labelled text of one or more lines, with room for a remark on it. */
export interface TextControl {
  value: string;
  focus(): void;
  /** Says something about the value; as a `fault` it also marks the control as invalid. */
  remark(text: string, kind?: 'note' | 'fault'): void;
}

export function textField(parent: Element, options: TextControlOptions): TextControl {
  return textControl(append(parent, 'vscode-text-field', attributesOf(options), options.label), options);
}

export function textArea(parent: Element, options: TextControlOptions & { readonly rows: number }): TextControl {
  const attributes = { ...attributesOf(options), rows: options.rows, resize: 'vertical' };
  return textControl(append(parent, 'vscode-text-area', attributes, options.label), options);
}

function attributesOf({ id, placeholder = '', code = false }: TextControlOptions) {
  return { id, placeholder, class: code ? 'field code' : 'field' };
}

/**
 * The remark stands inside the toolkit's shadow root, beside the real control: `aria-describedby` cannot point from in
 * there to the page. The parent has to be in the page already, for only there the toolkit draws that inside.
 */
function textControl(host: TextField | TextArea, options: TextControlOptions): TextControl {
  const root = host.shadowRoot;
  const control = root?.querySelector<HTMLInputElement | HTMLTextAreaElement>('[part~="control"]');
  if (!root || !control) throw new Error(`${options.id} is not in the page`);
  const remark = element('p', { id: 'remark', part: 'remark', hidden: true });
  root.append(remark);
  control.spellcheck = options.code !== true;
  host.addEventListener('input', options.onInput);
  return {
    get value() {
      return host.value;
    },
    set value(text) {
      host.value = text;
    },
    focus: () => control.focus(),
    remark(text, kind = 'note') {
      remark.textContent = text;
      remark.hidden = text === '';
      remark.setAttribute('part', `remark ${kind}`);
      control.setAttribute('aria-invalid', String(kind === 'fault'));
      control.setAttribute('aria-describedby', text === '' ? '' : remark.id);
      host.classList.toggle('invalid', kind === 'fault');
    },
  };
}
