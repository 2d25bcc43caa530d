import { QuickInputButtons, window, type Disposable, type QuickInput, type QuickPickItem } from 'vscode';
import { caPortProblem } from '../../core/function/caPort.ts';
import { abortError } from '../../core/shared/abort.ts';

/** Where to go after a question. */
export type Turn = 'next' | 'back';

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** Asks one question after the other, with Back, and "2/4" in the title. */
export class MultiStep {
  readonly #title: string;
  /** How many questions there will be, as far as the answers so far tell. */
  total: number;
  #step = 0;

  constructor(title: string, total: number) {
    this.#title = title;
    this.total = total;
  }

  /**
   * Runs the questions in order; Back returns to the one before.
   * @throws AbortError when the person presses Escape
   */
  async run(steps: readonly ((ask: MultiStep) => Promise<Turn>)[]): Promise<void> {
    for (this.#step = 0; this.#step < steps.length;) {
      const turn = await steps[this.#step]?.(this);
      this.#step = Math.max(0, this.#step + (turn === 'back' ? -1 : 1));
    }
  }

  pick<T>(options: {
    readonly placeholder: string;
    readonly choices: readonly Choice<T>[];
    readonly chosen?: T | undefined;
    readonly accept: (value: T) => void | Promise<void>;
  }): Promise<Turn> {
    const input = window.createQuickPick<Choice<T>>();
    input.placeholder = options.placeholder;
    input.items = options.choices;
    input.matchOnDescription = true;
    const active = options.choices.find(({ value }) => value === options.chosen);
    if (active !== undefined) input.activeItems = [active];
    return this.#show(input, (done) => [
      input.onDidAccept(() => {
        const [choice] = input.selectedItems;
        if (choice !== undefined) done(() => options.accept(choice.value));
      }),
    ]);
  }

  text(options: {
    readonly prompt: string;
    readonly value: string;
    readonly placeholder?: string;
    readonly problem: (value: string) => string | undefined;
    readonly accept: (value: string) => void;
  }): Promise<Turn> {
    const input = window.createInputBox();
    input.prompt = options.prompt;
    input.value = options.value;
    if (options.placeholder !== undefined) input.placeholder = options.placeholder;
    const check = (value: string): string | undefined => {
      const problem = options.problem(value);
      input.validationMessage = problem;
      return problem;
    };
    return this.#show(input, (done) => [
      input.onDidChangeValue(check),
      input.onDidAccept(() => {
        const { value } = input;
        if (check(value) === undefined) done(() => options.accept(value));
      }),
    ]);
  }

  port(options: { readonly value: number; readonly accept: (value: number) => void }): Promise<Turn> {
    return this.text({
      prompt: 'CAPort: the port the server listens on',
      value: String(options.value),
      problem: (value) => caPortProblem(/^\d+$/.test(value) ? Number(value) : NaN),
      accept: (value) => options.accept(Number(value)),
    });
  }

  #show(
    input: QuickInput & {
      buttons: readonly unknown[];
      onDidTriggerButton: (listener: (button: unknown) => void) => Disposable;
    },
    listen: (done: (accept: () => void | Promise<void>) => void) => Disposable[],
  ): Promise<Turn> {
    input.title = this.#title;
    input.step = this.#step + 1;
    input.totalSteps = this.total;
    input.ignoreFocusOut = true;
    if (this.#step > 0) input.buttons = [QuickInputButtons.Back];
    let disposables: Disposable[] = [];
    return new Promise<Turn>((resolve, reject) => {
      const done = (accept: () => void | Promise<void>): void => {
        Promise.resolve(accept()).then(() => resolve('next'), reject);
      };
      disposables = [
        ...listen(done),
        input.onDidTriggerButton((button) => {
          if (button === QuickInputButtons.Back) resolve('back');
        }),
        input.onDidHide(() => reject(abortError())),
      ];
      input.show();
    }).finally(() => {
      for (const disposable of disposables) disposable.dispose();
      input.dispose();
    });
  }
}
