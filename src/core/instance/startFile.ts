/** What the first bytes of a start command's file say about it. */
export type StartFile =
  | {
      readonly kind: 'program';
      /** Named as images name it: `amd64`, `arm64`; `undefined`: some other. */
      readonly architecture: string | undefined;
      /** The loader a dynamically linked program asks for. */
      readonly loader?: string;
    }
  | {
      readonly kind: 'script';
      /** What its first line names after `#!`, without arguments. */
      readonly interpreter: string;
      /** Its first line ends as lines do on Windows. */
      readonly carriageReturn: boolean;
    }
  | { readonly kind: 'other' };

/** `e_machine` of the ELF header (elf(5)). */
const architectures: Readonly<Record<number, string>> = {
  3: '386',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};
const loaderSegment = 3; // PT_INTERP

/** @param head the first bytes of the file; 4 KB hold all there is to see */
export function readStartFile(head: Uint8Array): StartFile {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.subarray(0, 4).toString('latin1') === '\x7fELF') return readProgram(bytes);
  const [firstLine = ''] = bytes.toString().split('\n', 1);
  const interpreter = /^#!\s*([^\s]+)/.exec(firstLine)?.[1];
  if (interpreter === undefined) return { kind: 'other' };
  return { kind: 'script', interpreter, carriageReturn: firstLine.endsWith('\r') };
}

function readProgram(bytes: Buffer): StartFile {
  const [is64Bit, isLittleEndian] = [bytes[4] === 2, bytes[5] === 1];
  if (bytes.length < 64 || !isLittleEndian) return { kind: 'program', architecture: undefined };
  const architecture = architectures[bytes.readUInt16LE(18)];
  const loader = is64Bit ? loaderOf(bytes) : undefined;
  return { kind: 'program', architecture, ...(loader === undefined ? {} : { loader }) };
}

function loaderOf(bytes: Buffer): string | undefined {
  const [table, size, count] = [Number(bytes.readBigUInt64LE(32)), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  for (let index = 0, at = table; index < count && at + 40 <= bytes.length; index++, at += size) {
    if (bytes.readUInt32LE(at) !== loaderSegment) continue;
    const begin = Number(bytes.readBigUInt64LE(at + 8));
    const path = bytes.subarray(begin, begin + Number(bytes.readBigUInt64LE(at + 32)));
    return path.toString().replace(/\0.*$/s, '') || undefined;
  }
  return undefined;
}
