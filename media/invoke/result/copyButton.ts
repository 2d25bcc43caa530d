import { button } from '../controls/button.ts';
import { strings } from '../strings.ts';

const copiedForMs = 1500;

export interface CopyButton {
  /** What the next press puts on the clipboard, and what the button is called. There is no button for nothing. */
  offer(text: string, label: string): void;
}

/** `fallback` is for pages that the browser keeps from the clipboard, as it does when they have not got the focus. */
export function copyButton(parent: Element, id: string, fallback: (text: string) => void): CopyButton {
  let offered = { text: '', label: '' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const control = button(parent, { id, kind: 'icon', icon: 'copy', text: strings.copyBody, onPress: copy });

  function copy(): void {
    const { text } = offered;
    navigator.clipboard.writeText(text).catch(() => fallback(text));
    control.setFace({ text: strings.copied, icon: 'copied' });
    clearTimeout(timer);
    timer = setTimeout(reset, copiedForMs);
  }

  function reset(): void {
    control.setFace({ text: offered.label, icon: 'copy' });
  }

  return {
    offer(text, label) {
      offered = { text, label };
      clearTimeout(timer);
      reset();
      control.show(text !== '');
    },
  };
}
