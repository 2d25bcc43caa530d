import { describe, expect, it } from 'vitest';
import { parseProcNetTcp } from '../../../src/docker/procNetTcp.ts';

const title = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const rest = '00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0';

function table(...lines: readonly string[]): string {
  return [title, ...lines.map((line, index) => `   ${index}: ${line} ${rest}`), ''].join('\n');
}

describe('The kernel’s socket table', () => {
  const listeners: readonly (readonly [local: string, address: string, port: number])[] = [
    ['00000000:2328', '0.0.0.0', 9000],
    ['0100007F:1F90', '127.0.0.1', 8080],
    ['0200A8C0:0050', '192.168.0.2', 80],
    ['00000000000000000000000000000000:2328', '::', 9000],
    ['00000000000000000000000001000000:2328', '::1', 9000],
    ['0000000000000000FFFF00000100007F:2328', '127.0.0.1', 9000],
    ['B80D01200000000000000000010000FF:FFFF', '2001:db8::ff00:1', 65535],
  ];
  for (const [local, address, port] of listeners) {
    it(`shows ${address} port ${port}`, () => {
      const remote = local.length > 13 ? '00000000000000000000000000000000:0000' : '00000000:0000';
      expect(parseProcNetTcp(table(`${local} ${remote} 0A`))).toEqual([{ address, port }]);
    });
  }

  it('has connections in it, which do not listen', () => {
    expect(parseProcNetTcp(table('0100007F:2328 0100007F:A2B4 01', '0100007F:2328 0100007F:A2B5 06'))).toEqual([]);
  });

  it('has Docker’s own name server in it, which is not the function’s', () => {
    expect(parseProcNetTcp(table('0B00007F:9C40 00000000:0000 0A'))).toEqual([]);
  });

  it('names a socket once, however often it stands there', () => {
    const line = '00000000:2328 00000000:0000 0A';
    expect(parseProcNetTcp(table(line) + table(line))).toEqual([{ address: '0.0.0.0', port: 9000 }]);
  });

  it('is not found in other text', () => {
    expect(parseProcNetTcp("cat: can't open '/proc/net/tcp': No such file\n")).toEqual([]);
  });
});
