import { button } from './controls/button.ts';
import { append } from './dom/element.ts';
import { say, strings } from './strings.ts';

export interface RunActions {
  setState(state: 'ready' | 'running' | 'cancelling'): void;
}

/**
 * Invoke and, while something runs, Cancel beside it. Invoke stays where it is and keeps the focus: were one to take the
 * other's place, a second press of an impatient finger would cancel what the first began.
 */
export function runActions(
  parent: Element,
  actions: { readonly onInvoke: () => void; readonly onCancel: () => void },
): RunActions {
  const row = append(parent, 'div', { class: 'actions' });
  const invoke = button(row, {
    id: 'invoke',
    kind: 'primary',
    icon: 'play',
    text: strings.invoke,
    title: say(strings.invokeWithKeys, navigator.userAgent.includes('Macintosh') ? '⌘⏎' : 'Ctrl+Enter'),
    onPress: actions.onInvoke,
  });
  const cancel = button(row, { id: 'cancel', kind: 'secondary', text: strings.cancel, onPress: actions.onCancel });
  cancel.show(false);
  return {
    setState(state) {
      invoke.setIdle(state !== 'ready');
      cancel.show(state !== 'ready');
      cancel.setIdle(state === 'cancelling');
      cancel.setFace({ text: state === 'cancelling' ? strings.cancelling : strings.cancel });
    },
  };
}
