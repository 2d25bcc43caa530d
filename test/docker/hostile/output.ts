import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { server } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import { answered } from './outcomes.ts';
import { peakRss } from './peakRss.ts';

const prints = (name: string, props: object = {}): { runs: readonly string[]; props: Record<string, unknown> } => ({
  runs: server('prints', name),
  props: { timeout: 60, ...props },
});

export function output(add: AddHostile): void {
  add(
    '100 MB in one call',
    prints('100 MB', { cpu: 1, memorySize: 1024 }),
    async (fn) => {
      await fn.isGood();
      const before = fn.log.count;
      const grown = await peakRss(async () => {
        answered('printed').check(await fn.call(), 'http');
        await fn.prints(/^FC Invoke End/);
        await eventually(() => expect(fn.log.count - before).toBeGreaterThanOrEqual(1_000_000), 40_000);
      });
      expect(grown).toBeLessThan(160 * 1024 ** 2);
      await fn.isGood();
    },
    'alone',
  );

  add('a line of 1 MB', prints('a line of 1 MB'), async (fn) => {
    const heard = await fn.invoke('{}', { 'x-fc-log-type': 'Tail' });
    answered('printed').check(heard, 'event');
    const tail = Buffer.from(String(heard.headers['x-fc-log-result']), 'base64').toString();
    expect(Buffer.byteLength(tail)).toBeLessThanOrEqual(4096);
    expect(tail).toMatch(/xend\nFC Invoke End RequestId: \S+\n\nDuration: .* Max Memory Used: [\d.]+ MB$/);
    const lines = await fn.linesOf(await fn.report(heard));
    const pieces = lines.filter((line) => /^(?:begin)?x+(?:end)?$/.test(line));
    expect(pieces.join('')).toBe(`begin${'x'.repeat(1024 ** 2)}end`);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(32 * 1024);
  });

  add('no text at all', prints('no text'), async (fn) => {
    const lines = await fn.linesOf(await fn.report(await fn.call()));
    expect(lines.slice(1, 5)).toEqual([
      '\uFFFD\uFFFD\uFFFD\0',
      '\u001b[31mred\u001b[0m \u0007\b',
      'half a character: \uFFFD',
      'after that',
    ]);
  });

  add('10,000 empty lines', prints('10,000 empty lines'), async (fn) => {
    const lines = await fn.linesOf(await fn.report(await fn.call()));
    expect(lines.filter((line) => line === '')).toHaveLength(10_000);
  });

  add(
    'lines that look like those of the platform, and of other requests',
    prints('lines of other requests'),
    async (fn) => {
      const { requestId } = await fn.report(await fn.call());
      const lines = await fn.linesOf({ requestId });
      const own = fn.log.lines.filter(({ source }) => source === 'stdout');
      expect(own).toHaveLength(5);
      for (const line of own) expect(line.requestId).toBe(requestId); // that of the one call there was, whatever it says
      const platform = fn.log.lines.filter((line) => line.source === 'platform' && line.text.startsWith('FC Invoke'));
      expect(platform.map(({ text }) => text)).toEqual([
        `FC Invoke Start RequestId: ${requestId}`,
        `FC Invoke End RequestId: ${requestId}`,
      ]);
      expect(lines).toContain('mine');
    },
  );

  add('a prompt without a line end', prints('no line end'), async (fn) => {
    const report = await fn.report(await fn.call());
    const lines = await fn.linesOf(report);
    expect(lines.slice(0, 3)).toEqual([
      `FC Invoke Start RequestId: ${report.requestId}`,
      'a prompt> ',
      `FC Invoke End RequestId: ${report.requestId}`,
    ]);
  });
}
