import { isHttpPath } from '../../../src/protocol/httpSyntax.ts';
import { strings } from '../strings.ts';

/** The path as it goes over the wire: blanks and other scripts are percent-encoded, what is encoded stays as it is. */
export function requestPath(text: string): string {
  const wellFormed = text.trim().replace(/\p{Surrogate}/gu, '\ufffd');
  return wellFormed.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/** What is wrong with the path, if anything. */
export function pathFault(text: string): string | undefined {
  const path = requestPath(text);
  if (isHttpPath(path)) return undefined;
  return path.startsWith('/') ? strings.pathFragment : strings.pathStart;
}
