const layouts = [
  { bytes: 16, text: true },
  { bytes: 8, text: true },
  { bytes: 4, text: true },
  { bytes: 4, text: false },
] as const;

/** Offset, bytes and their ASCII, as many to a line as the width in characters allows. */
export function hexDump(bytes: Uint8Array, width: number): string {
  const layout = layouts.find((candidate) => widthOf(candidate) <= width) ?? layouts[3];
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += layout.bytes) {
    const row = bytes.subarray(offset, offset + layout.bytes);
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const line = `${offset.toString(16).padStart(4, '0')} ${hex.padEnd(layout.bytes * 3 - 1)}`;
    lines.push(layout.text ? `${line} ${asciiOf(row)}` : line);
  }
  return lines.join('\n');
}

function widthOf({ bytes, text }: (typeof layouts)[number]): number {
  return 5 + bytes * 3 - 1 + (text ? 1 + bytes : 0);
}

function asciiOf(row: Uint8Array): string {
  return Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}
