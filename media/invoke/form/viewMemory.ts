import type { Host } from '../host.ts';
import { isViewState, type FormState, type ViewState } from './formState.ts';

/** The editor writes the state to its own storage at every change: larger forms are only kept while the view lives. */
const maxKeptLength = 512 * 1024;
const maxKeptForms = 50;
const saveAfterMs = 200;

/** Remembers what was entered, through hiding, moving and reloading the view. */
export interface ViewMemory {
  selected: string | undefined;
  form(functionId: string): FormState | undefined;
  remember(functionId: string, form: FormState): void;
}

export function openViewMemory(host: Pick<Host, 'getState' | 'setState'>): ViewMemory {
  const kept = host.getState();
  const state: ViewState = isViewState(kept) ? kept : { forms: {} };
  const forms = new Map(Object.entries(state.forms));
  let selected = state.selected;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const small = [...forms].filter(([, form]) => lengthOf(form) <= maxKeptLength).slice(-maxKeptForms);
    host.setState({ ...(selected === undefined ? {} : { selected }), forms: Object.fromEntries(small) });
  }

  function saveSoon(): void {
    timer ??= setTimeout(save, saveAfterMs);
  }

  document.addEventListener('visibilitychange', () => {
    if (timer !== undefined) save();
  });

  return {
    get selected() {
      return selected;
    },
    set selected(id) {
      selected = id;
      saveSoon();
    },
    form: (functionId) => forms.get(functionId),
    remember(functionId, form) {
      // Taken out first so that it moves to the end: the oldest are the ones to forget.
      forms.delete(functionId);
      forms.set(functionId, form);
      saveSoon();
    },
  };
}

function lengthOf(form: FormState): number {
  return form.payload.length + form.path.length + form.headers.length + form.body.length;
}
