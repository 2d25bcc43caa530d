/**
 * The only file that knows which component library the view is made of. The library is no longer maintained: to
 * replace it, put other elements behind these names (a label in the default slot, `value`, `disabled`, events `input`
 * and `change`) and go through `controls/`, where every wrapper says what it relies on.
 *
 * `dist/toolkit.js` is the library as its authors bundled it. The package's own entry also brings every component of the
 * foundation below it that this library never offers: twice the size.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit/dist/toolkit.js';
import type {
  Button,
  Dropdown,
  Option,
  Radio,
  RadioGroup,
  TextArea,
  TextField,
} from '@vscode/webview-ui-toolkit/dist/toolkit.js';

export type { Button, Dropdown, Option, Radio, RadioGroup, TextArea, TextField };

/** Which element stands for what. */
export interface ToolkitElements {
  readonly 'vscode-button': Button;
  readonly 'vscode-dropdown': Dropdown;
  readonly 'vscode-option': Option;
  readonly 'vscode-radio': Radio;
  readonly 'vscode-radio-group': RadioGroup;
  readonly 'vscode-text-area': TextArea;
  readonly 'vscode-text-field': TextField;
}

/** Before the first element is made: elements made earlier would have no shadow root to reach into. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
    vsCodeTextArea(),
    vsCodeTextField(),
  );
}
