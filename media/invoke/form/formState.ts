import type { InvokeMode } from '../../../src/protocol/invokeView.ts';
import * as shape from '../../../src/protocol/shape.ts';

/** Everything a person has entered for one function, both modes, as it stands in the controls. */
export interface FormState {
  readonly mode: InvokeMode;
  readonly payload: string;
  readonly method: string;
  readonly path: string;
  readonly headers: string;
  readonly body: string;
}

/** A form nobody has touched. */
export function newFormState(mode: InvokeMode = 'event'): FormState {
  return { mode, payload: '{\n  "key": "value"\n}', method: 'GET', path: '/', headers: '', body: '' };
}

/** Which function is chosen, and what was entered for each. */
export interface ViewState {
  readonly selected?: string;
  readonly forms: Readonly<Record<string, FormState>>;
}

const anyText = shape.text(Number.MAX_SAFE_INTEGER);
const viewState = shape.fields<ViewState>({
  selected: shape.optional(anyText),
  forms: shape.dictionary(
    Number.MAX_SAFE_INTEGER,
    anyText,
    shape.fields<FormState>({
      mode: shape.oneOf('event', 'http'),
      payload: anyText,
      method: anyText,
      path: anyText,
      headers: anyText,
      body: anyText,
    }),
  ),
});

/** What the editor kept may come from an older version of the view, or from nobody. */
export function isViewState(value: unknown): value is ViewState {
  return viewState(value);
}
