import type { FunctionChoice, InvokeMode, RequestData } from '../../../src/protocol/invokeView.ts';
import { choice } from '../controls/choice.ts';
import type { Host } from '../host.ts';
import { strings } from '../strings.ts';
import { eventForm } from './eventForm.ts';
import { newFormState } from './formState.ts';
import { functionPicker } from './functionPicker.ts';
import { httpForm } from './httpForm.ts';
import { openViewMemory } from './viewMemory.ts';

export interface InvokeForm {
  offer(functions: readonly FunctionChoice[]): void;
  want(id: string): void;
  /** What to invoke and how, or nothing when something has to be corrected first. */
  read(): { readonly chosen: FunctionChoice; readonly request: RequestData } | undefined;
}

/** Chooses a function and says what to send. What was entered for each function is kept in the editor's memory. */
export function invokeForm(parent: Element, host: Pick<Host, 'getState' | 'setState'>): InvokeForm {
  const memory = openViewMemory(host);
  const picker = functionPicker(parent, { wanted: memory.selected, onChange: chosen });
  const mode = choice<InvokeMode>(parent, {
    id: 'mode',
    label: strings.mode,
    items: [
      { value: 'event', text: strings.modeEvent },
      { value: 'http', text: strings.modeHttp },
    ],
    onChange: changed,
  });
  const event = eventForm(parent, changed);
  const http = httpForm(parent, changed);
  let shown: string | undefined;

  function chosen(id: string): void {
    memory.selected = id;
    show();
  }

  function changed(): void {
    showMode();
    if (shown !== undefined) memory.remember(shown, { mode: mode.value, ...event.values, ...http.values });
  }

  /** Fills in the chosen function's form; the one already shown is left alone, a person may be typing in it. */
  function show(): void {
    const { current } = picker;
    if (!current || current.id === shown) return;
    shown = current.id;
    const state = memory.form(current.id) ?? newFormState(current.mode);
    mode.value = state.mode;
    event.values = state;
    http.values = state;
    showMode();
  }

  function showMode(): void {
    event.show(mode.value === 'event');
    http.show(mode.value === 'http');
  }

  return {
    offer(functions) {
      picker.offer(functions);
      show();
    },
    want(id) {
      memory.selected = id;
      picker.want(id);
      show();
    },
    read() {
      const { current } = picker;
      const request = (mode.value === 'event' ? event : http).read();
      return current && request && { chosen: current, request };
    },
  };
}
