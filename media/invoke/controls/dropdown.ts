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
  readonly value: string;
  /** Replaces the list and chooses from it. */
  offer(items: readonly DropdownItem[], value: string): void;
  describeBy(id: string): void;
}

export function dropdown(parent: Element, { id, label, onChange }: DropdownOptions): Dropdown {
  const block = append(parent, 'div', { class: 'field' });
  append(block, 'label', { id: `${id}-label`, for: id, class: 'label' }, label);
  const host = append(block, 'vscode-dropdown', { id, 'aria-labelledby': `${id}-label` });
  const options = host.shadowRoot?.querySelector('slot:not([name])');
  if (!options) throw new Error(`${id} is not in the page`);
  let offered = '';
  let chosen = '';

  host.addEventListener('change', () => {
    chosen = host.value;
    onChange();
  });
  // The toolkit takes up a new list only now, and on its own it would choose what was chosen before.
  options.addEventListener('slotchange', () => {
    host.value = chosen;
  });

  return {
    get value() {
      return chosen;
    },
    offer(items, value) {
      chosen = value;
      host.value = value;
      // A list that is open would lose its place if it were replaced by the same one.
      const offer = JSON.stringify(items);
      if (offer === offered) return;
      offered = offer;
      host.replaceChildren(
        ...items.map((item) => element('vscode-option', { value: item.value, title: item.text }, item.text)),
      );
    },
    describeBy: (by) => host.setAttribute('aria-describedby', by),
  };
}
