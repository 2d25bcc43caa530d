import { button } from './controls/button.ts';
import { append } from './dom/element.ts';
import { strings } from './strings.ts';

export interface EmptyState {
  show(state: 'loading' | 'noFunctions' | 'hidden'): void;
}

/** What stands in the form's place while there is no function to invoke. */
export function emptyState(parent: Element, onCreate: () => void): EmptyState {
  const section = append(parent, 'div', { id: 'empty', class: 'stack' });
  const text = append(section, 'p', { role: 'status' });
  const action = append(section, 'p');
  button(action, { id: 'create-function', kind: 'link', text: strings.createFunction, onPress: onCreate });
  return {
    show(state) {
      section.hidden = state === 'hidden';
      action.hidden = state !== 'noFunctions';
      text.textContent = state === 'loading' ? strings.loading : strings.noFunctions;
    },
  };
}
