/** Function Compute takes and gives at most 32 MB in one synchronous invocation. */
export const maxBodyBytes = 32 * 1024 * 1024;

const encoder = new TextEncoder();

/** How many bytes the text has in UTF-8. */
export function utf8Size(text: string): number {
  return encoder.encode(text).length;
}

/** Cheaper than {@link utf8Size}: most texts are decided by their length, one UTF-16 unit being 1 to 3 bytes of UTF-8. */
export function fitsInBytes(text: string, limit: number): boolean {
  if (text.length > limit) return false;
  return text.length * 3 <= limit || utf8Size(text) <= limit;
}

/** How many bytes a base64 text stands for. */
export function base64Size(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}
