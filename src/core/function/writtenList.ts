/**
 * The list a text stands for: `'["node"]'`, the way component fc wrote a command, or words. `undefined` when that would
 * be a guess.
 */
export function listWritten(text: string): string | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? JSON.stringify(list) : undefined;
  } catch {
    return /^[\w\s./:=@-]+$/.test(text) && text.trim() !== '' ? JSON.stringify(text.trim().split(/\s+/)) : undefined;
  }
}
