import { describe, expect, it } from 'vitest';
import type { AnswerSink } from '../../../src/core/instance/answerSink.ts';
import { BadResponseError, CallerSink } from '../../../src/core/invocation/callerSink.ts';

/** A caller that writes down what it is told. */
function caller(full = false): AnswerSink & { readonly told: unknown[] } {
  const told: unknown[] = [];
  return {
    told,
    head: (statusCode, headers) => told.push([statusCode, ...headers]),
    data: (chunk) => {
      told.push(Buffer.from(chunk).toString());
      return !full;
    },
    end: (trailers) => told.push(['end', ...trailers]),
    broken: (error) => told.push(error),
  };
}

const nothing = (): void => undefined;

describe("A function's answer on its way to the caller", () => {
  it('loses the headers that are reserved for the platform, when an HTTP trigger called', () => {
    const client = caller();
    const sink = new CallerSink(client, 'http');
    sink.head(201, ['X-Fc-Secret', '1', 'Content-Type', 'text/plain', 'Date', 'today'], nothing);
    sink.data(Buffer.from('hello'));
    sink.end(['Checksum', 'abc']);
    expect(client.told).toEqual([[201, 'Content-Type', 'text/plain'], 'hello', ['end', 'Checksum', 'abc']]);
    expect(sink.statusCode).toBe(201);
    expect(sink.reportedFailure).toBeUndefined();
  });

  it('holds the function back while the caller cannot take more', () => {
    const sink = new CallerSink(caller(true), 'http');
    sink.head(200, [], nothing);
    expect(sink.data(Buffer.from('much'))).toBe(false);
  });

  it('is refused when its headers have more than 8 KB', () => {
    const client = caller();
    const sink = new CallerSink(client, 'http');
    const just = 'v'.repeat(8 * 1024 - 'Large: \r\n'.length);
    expect(() => sink.head(200, ['Large', `${just}v`], nothing)).toThrow(BadResponseError);
    expect(client.told).toEqual([]);
    sink.head(200, ['Large', just], nothing);
    expect(client.told).toHaveLength(1);
  });

  it('has not begun when the caller cannot pass its head on: the platform answers in its place', () => {
    const client = caller();
    const refusing: AnswerSink = {
      ...client,
      head: (statusCode, headers, resume) => {
        if (statusCode === 200) throw new BadResponseError('the head cannot be passed on');
        client.head(statusCode, headers, resume);
      },
    };
    const sink = new CallerSink(refusing, 'http');
    expect(() => sink.head(200, [], nothing)).toThrow(BadResponseError);
    expect(sink.statusCode).toBe(0);
    sink.answer(502, [], Buffer.from('BadResponse'));
    expect([sink.statusCode, ...client.told]).toEqual([502, [502], 'BadResponse', ['end']]);
  });

  it('counts as failed when it says so, with the beginning of what it says', () => {
    const sink = new CallerSink(caller(), 'event');
    sink.head(200, ['X-Fc-Status', '404'], nothing);
    sink.data(Buffer.from('{"errorMessage":'));
    sink.data(Buffer.from(`"${'x'.repeat(5000)}"}`));
    expect(sink.reportedFailure).toHaveLength(1000);
    expect(sink.reportedFailure).toMatch(/^\{"errorMessage":"xxx/);
  });

  it('counts as a success when it says that or nothing', () => {
    const sink = new CallerSink(caller(), 'event');
    sink.head(500, ['x-fc-status', '200'], nothing);
    expect(sink.reportedFailure).toBeUndefined();
  });

  it('breaks off for the caller where it broke off', () => {
    const client = caller();
    const sink = new CallerSink(client, 'http');
    sink.head(200, [], nothing);
    const error = new Error('gone');
    sink.broken(error);
    expect(client.told.at(-1)).toBe(error);
  });
});
