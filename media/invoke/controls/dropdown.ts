import { append, element } from '../dom/element.ts';

export interface DropdownItem {
  readonly value: string;
  readonly text: string;
}

export interface DropdownOptions {
  readonly id: string;
  readonly label: string;
  readonly onChange: () => void;
}

/** One of several, chosen from a list that opens. */
export interface Dropdown {
  value: string;
  focus(): void;
  /** Replaces the list and chooses from it. */
  offer(items: readonly DropdownItem[], value: string): void;
  describe(id: string): void;
}

export function dropdown(parent: Element, { id, label, onChange }: DropdownOptions): Dropdown {
  const block = append(parent, 'div', { class: 'field' });
  append(block, 'label', { id: `${id}-label`, for: id, class: 'label' }, label);
  const host = append(block, 'vscode-dropdown', { id, 'aria-labelledby': `${id}-label` });
  let offered = '';
  host.addEventListener('change', onChange);
  return {
    get value() {
      return host.value;
    },
    set value(value) {
      host.value = value;
    },
    focus: () => host.focus(),
    offer(items, value) {
      // An open list would lose its place when it is replaced by the same one.
      const offer = JSON.stringify(items);
      if (offer === offered) {
        host.value = value;
        return;
      }
      offered = offer;
      const options = items.map((item) => {
        // The toolkit takes up a new list later, and then chooses by the `selected` attribute.
        const attributes = { value: item.value, selected: item.value === value, title: item.text };
        return element('vscode-option', attributes, item.text);
      });
      host.replaceChildren(...options);
    },
    describe: (by) => host.setAttribute('aria-describedby', by),
  };
}
