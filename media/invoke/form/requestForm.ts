import type { RequestData } from '../../../src/protocol/invokeView.ts';
import type { FormState } from './formState.ts';

/** The controls of one mode. */
export interface RequestForm<Name extends keyof FormState> {
  values: Pick<FormState, Name>;
  show(visible: boolean): void;
  /** The request as it stands, or nothing: then the first control at fault has the focus and says why. */
  read(): RequestData | undefined;
}
