import { FcError } from '../core/shared/fcError.ts';

/** Passes an error on that says which function it is about, so that the next step need not ask. */
export function aboutFunction(about: NonNullable<FcError['about']>): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof FcError) || error.about !== undefined) throw error;
    const { code, message, hint, detail } = error;
    throw new FcError(code, message, { about, cause: error, ...(hint && { hint }), ...(detail && { detail }) });
  };
}
