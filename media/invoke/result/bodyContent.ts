import { base64Size, utf8Size } from '../../../src/protocol/bodySize.ts';
import type { BodyData } from '../../../src/protocol/invokeView.ts';
import { formatJson, type JsonToken } from './formatJson.ts';

/** More than this is not read by anybody and takes the page seconds to lay out. Copying always takes the whole body. */
const maxFormattedLength = 64 * 1024;
const maxTextLength = 256 * 1024;
const maxDumpedBytes = 4 * 1024;

/** A body as it is going to be shown; `shownBytes` when that is only its beginning. */
export type BodyContent = { readonly size: number; readonly shownBytes?: number } & (
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly tokens: readonly JsonToken[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
);

export function bodyContent({ encoding, data }: BodyData): BodyContent {
  if (data === '') return { kind: 'empty', size: 0 };
  return encoding === 'base64' ? binaryContent(data) : textContent(data);
}

function binaryContent(base64: string): BodyContent {
  const size = base64Size(base64);
  const start = atob(base64.slice(0, Math.ceil(maxDumpedBytes / 3) * 4));
  const bytes = Uint8Array.from(start.slice(0, maxDumpedBytes), (char) => char.charCodeAt(0));
  return { kind: 'binary', size, bytes, ...shown(bytes.length, size) };
}

function textContent(data: string): BodyContent {
  const size = utf8Size(data);
  if (data.length <= maxFormattedLength && isJson(data)) return { kind: 'json', size, tokens: formatJson(data) };
  const text = data.slice(0, maxTextLength);
  return { kind: 'text', size, text, ...(text.length < data.length ? shown(utf8Size(text), size) : {}) };
}

function shown(shownBytes: number, size: number) {
  return shownBytes < size ? { shownBytes } : {};
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
