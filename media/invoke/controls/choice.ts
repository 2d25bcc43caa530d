import { append } from '../dom/element.ts';

export interface ChoiceOptions<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly items: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of few, all of them in sight: radio buttons drawn as one bar. */
export interface Choice<Value extends string> {
  value: Value;
}

export function choice<Value extends string>(parent: Element, options: ChoiceOptions<Value>): Choice<Value> {
  const { id, label, items, onChange } = options;
  const host = append(parent, 'vscode-radio-group', { id, class: 'field choice', 'aria-labelledby': `${id}-label` });
  append(host, 'span', { id: `${id}-label`, slot: 'label', class: 'label' }, label);
  for (const { value, text } of items) append(host, 'vscode-radio', { id: `${id}-${value}`, value }, text);
  const [first] = items;
  if (!first) throw new Error(`${id} offers no choice`);
  let current = first.value;
  host.value = current;
  // The group also tells of values that the program has set: only a person's choice is news.
  host.addEventListener('change', () => {
    const chosen = items.find(({ value }) => value === host.value)?.value;
    if (chosen === undefined || chosen === current) return;
    current = chosen;
    onChange(chosen);
  });
  return {
    get value() {
      return current;
    },
    set value(value) {
      current = value;
      host.value = value;
    },
  };
}
