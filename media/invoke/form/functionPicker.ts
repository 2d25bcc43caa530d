import type { FunctionChoice } from '../../../src/protocol/invokeView.ts';
import { dropdown } from '../controls/dropdown.ts';
import { append } from '../dom/element.ts';
import { say, strings } from '../strings.ts';

export interface FunctionPicker {
  readonly current: FunctionChoice | undefined;
  offer(functions: readonly FunctionChoice[]): void;
  /** Chooses this function now, or as soon as it is offered. */
  want(id: string): void;
}

/**
 * Keeps to the function that was asked for: while a broken `s.yaml` hides it another one is shown, and when it comes
 * back so does the choice.
 */
export function functionPicker(
  parent: Element,
  options: { readonly wanted: string | undefined; readonly onChange: (id: string) => void },
): FunctionPicker {
  const list = dropdown(parent, { id: 'function', label: strings.function, onChange: choose });
  const status = append(parent, 'p', { id: 'function-status', class: 'note' });
  list.describeBy(status.id);
  let functions: readonly FunctionChoice[] = [];
  let wanted = options.wanted;
  let current: FunctionChoice | undefined;

  function choose(): void {
    wanted = list.value;
    show();
    options.onChange(wanted);
  }

  function show(): void {
    current = functions.find(({ id }) => id === wanted) ?? functions[0];
    status.textContent = current?.status ?? '';
    list.offer(functions.map(itemOf), current?.id ?? '');
  }

  return {
    get current() {
      return current;
    },
    offer(next) {
      functions = next;
      show();
    },
    want(id) {
      wanted = id;
      show();
    },
  };
}

function itemOf({ id, name, location }: FunctionChoice) {
  return { value: id, text: location === undefined ? name : say(strings.functionAt, name, location) };
}
