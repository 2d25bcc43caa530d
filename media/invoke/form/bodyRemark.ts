import { maxBodyBytes, utf8Size } from '../../../src/protocol/bodySize.ts';
import { say, strings } from '../strings.ts';
import { formatSize } from '../units.ts';

export interface Remark {
  readonly kind: 'note' | 'fault';
  readonly text: string;
}

/** Longer texts are not worth reading on every key. */
const maxCheckedLength = 1024 * 1024;

/** Says what the text is and how large. Any text may be sent; only its size can be a fault. */
export function bodyRemark(text: string): Remark {
  const bytes = utf8Size(text);
  const size = formatSize(bytes);
  if (bytes > maxBodyBytes) {
    return { kind: 'fault', text: say(strings.bodyTooLarge, size, formatSize(maxBodyBytes)) };
  }
  return { kind: 'note', text: describe(text, size) };
}

function describe(text: string, size: string): string {
  if (text === '') return strings.bodyEmpty;
  if (text.length > maxCheckedLength) return say(strings.bodyText, size);
  try {
    JSON.parse(text);
    return say(strings.bodyJson, size);
  } catch (error) {
    const offset = offsetOf(error, text);
    if (offset === undefined) return say(strings.bodyText, size);
    const before = text.slice(0, offset).split('\n');
    return say(strings.bodyAlmostJson, size, before.length, (before.at(-1)?.length ?? 0) + 1);
  }
}

/** Where the text stops being JSON, if it looks as if it was meant to be JSON at all. */
function offsetOf(error: unknown, text: string): number | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const position = /at position (\d+)/.exec(String(error))?.[1];
  return position === undefined ? text.length : Number(position);
}
