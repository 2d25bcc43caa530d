import { append } from '../dom/element.ts';
import { icon, type IconName } from '../dom/icon.ts';

export interface ButtonOptions extends ButtonFace {
  readonly id: string;
  readonly kind: 'primary' | 'secondary' | 'icon' | 'link';
  readonly onPress: () => void;
}

export interface ButtonFace {
  /** What is written on it; for an `icon`, what it is called. */
  readonly text: string;
  readonly icon?: IconName;
  readonly title?: string;
}

export interface Button {
  show(visible: boolean): void;
  /** While idle it does nothing, but keeps the focus, which a disabled button would lose. */
  setIdle(idle: boolean): void;
  setFace(face: ButtonFace): void;
}

/** A `link` looks like one and is a button all the same: it does something here, it leads nowhere. */
export function button(parent: Element, { id, kind, onPress, ...face }: ButtonOptions): Button {
  const appearance = kind === 'link' ? 'secondary' : kind;
  const host = append(parent, 'vscode-button', { id, appearance, class: `button ${kind}` });
  const inner = host.shadowRoot?.querySelector('button');
  if (!inner) throw new Error(`${id} is not in the page`);
  let isIdle = false;
  host.addEventListener('click', () => {
    if (!isIdle) onPress();
  });
  // A key held down is one press: a quick function would otherwise be invoked again and again.
  inner.addEventListener('keydown', (event) => {
    if (event.repeat) event.preventDefault();
  });

  const made: Button = {
    show(visible) {
      host.hidden = !visible;
    },
    setIdle(idle) {
      isIdle = idle;
      host.classList.toggle('idle', idle);
      inner.setAttribute('aria-disabled', String(idle));
    },
    setFace({ text, icon: drawing, title = kind === 'icon' ? text : '' }) {
      host.title = title;
      if (kind === 'icon') inner.setAttribute('aria-label', text);
      const drawn = drawing && icon(drawing);
      if (kind !== 'icon') drawn?.setAttribute('slot', 'start');
      host.replaceChildren(...(drawn ? [drawn] : []), ...(kind === 'icon' ? [] : [text]));
    },
  };
  made.setFace(face);
  return made;
}
