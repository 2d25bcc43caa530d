import type { ListeningSocket } from '../core/ports/containerEngine.ts';

/** Docker's embedded name server lives in every container of a user-defined network; it is not the function's. */
const embeddedDns = '127.0.0.11';
const listening = '0A';

/**
 * The listening sockets in `/proc/net/tcp` and `/proc/net/tcp6`, one after the other (proc(5): fields `local_address`
 * and `st`). Text that is neither gives no sockets.
 */
export function parseProcNetTcp(text: string): readonly ListeningSocket[] {
  const sockets = new Map<string, ListeningSocket>();
  for (const line of text.split('\n')) {
    const match = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /i.exec(line);
    if (match?.[3]?.toUpperCase() !== listening) continue;
    const address = addressText(match[1] ?? '');
    const port = parseInt(match[2] ?? '', 16);
    if (address !== embeddedDns) sockets.set(`${address} ${port}`, { address, port });
  }
  return [...sockets.values()];
}

/** The kernel prints addresses as 32-bit words in the machine's own byte order: little-endian on every amd64 and arm64. */
function addressText(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => parseInt(byte, 16)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => `${bytes[2 * index] ?? ''}${bytes[2 * index + 1] ?? ''}`);
  const shortened = new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1); // RFC 5952, `::1`
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortened);
  if (!mapped) return shortened;
  const [high, low] = [parseInt(mapped[1] ?? '', 16), parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
