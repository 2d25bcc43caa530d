import { QuickInputButtons, window, type Disposable, type QuickInput, type QuickPickItem } from 'vscode';
import { caPortProblem } from '../../core/function/caPort.ts';
import { abortError } from '../../core/shared/abort.ts';

/** Where to go after a question; `again` asks the same one once more. */
export type Turn = 'next' | 'back' | 'again';

const ways: Readonly<Record<Turn, number>> = { next: 1, back: -1, again: 0 };

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** What accepting an answer gives: nothing goes on to the next question. */
type Accepted = Turn | undefined;

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
      this.#step = Math.max(0, this.#step + ways[turn ?? 'next']);
    }
  }

  pick<T>(options: {
    readonly placeholder: string;
    readonly choices: readonly Choice<T>[];
    readonly chosen?: T | undefined;
    /** May ask further, for example in a dialog; `again` when nothing came of that. */
    readonly accept: (value: T) => Accepted | Promise<Accepted>;
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
    /** Not shown while it is typed. */
    readonly isSecret?: boolean;
    readonly problem: (value: string) => string | undefined;
    readonly accept: (value: string) => void;
  }): Promise<Turn> {
    const input = window.createInputBox();
    input.prompt = options.prompt;
    input.value = options.value;
    if (options.placeholder !== undefined) input.placeholder = options.placeholder;
    input.password = options.isSecret === true;
    const check = (value: string): string | undefined => {
      const problem = options.problem(value);
      input.validationMessage = problem;
      return problem;
    };
    return this.#show(input, (done) => [
      input.onDidChangeValue(check),
      input.onDidAccept(() => {
        const { value } = input;
        if (check(value) === undefined)
          done(() => {
            options.accept(value);
            return undefined;
          });
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
    listen: (done: (accept: () => Accepted | Promise<Accepted>) => void) => Disposable[],
  ): Promise<Turn> {
    input.title = this.#title;
    input.step = this.#step + 1;
    input.totalSteps = this.total;
    input.ignoreFocusOut = true;
    if (this.#step > 0) input.buttons = [QuickInputButtons.Back];
    let disposables: Disposable[] = [];
    let accepting = false;
    return new Promise<Turn>((resolve, reject) => {
      const done = (accept: () => Accepted | Promise<Accepted>): void => {
        if (accepting) return;
        accepting = true;
        Promise.resolve(accept()).then((turn) => resolve(turn ?? 'next'), reject);
      };
      disposables = [
        ...listen(done),
        input.onDidTriggerButton((button) => {
          if (button === QuickInputButtons.Back) resolve('back');
        }),
        // a dialog of the editor takes the place of this input without anybody having pressed Escape
        input.onDidHide(() => {
          if (!accepting) reject(abortError());
        }),
      ];
      input.show();
    }).finally(() => {
      for (const disposable of disposables) disposable.dispose();
      input.dispose();
    });
  }
}
