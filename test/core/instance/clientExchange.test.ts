import { describe, expect, it } from 'vitest';
import { ClientExchange } from '../../../src/core/instance/clientExchange.ts';
import type { AnswerSink } from '../../../src/core/instance/answerSink.ts';

const request = { method: 'GET', path: '/', headers: [], body: new Uint8Array(0) };
const head = { text: '', length: undefined, close: false };
const resume = (): void => undefined;

function exchange(changes: Partial<AnswerSink> = {}) {
  const told: string[] = [];
  const closed: string[] = [];
  const sink: AnswerSink = {
    head: (statusCode) => void told.push(`head ${statusCode}`),
    data: () => true,
    end: () => void told.push('end'),
    broken: ({ message }) => void told.push(`broken ${message}`),
    ...changes,
  };
  const under = new ClientExchange(request, head, sink);
  under.connection = { close: () => void closed.push('closed') };
  return { exchange: under, told, closed };
}

describe('An exchange', () => {
  it('that fails before its answer began says so in its promise alone', async () => {
    const { exchange: failing, told } = exchange();
    const error = new Error('lost');
    failing.fail(error);
    await expect(failing.done).rejects.toBe(error);
    expect(told).toEqual([]);
  });

  it('that fails afterwards tells the sink first', async () => {
    const { exchange: failing, told } = exchange();
    failing.head(200, [], resume);
    failing.fail(new Error('lost'));
    expect(told).toEqual(['head 200', 'broken lost']);
    await expect(failing.done).rejects.toThrow('lost');
  });

  it('whose sink refuses the head is not told that its answer broke: it never had one', async () => {
    const { exchange: refused, told } = exchange({
      head: () => {
        throw new Error('too many headers');
      },
    });
    expect(() => refused.head(200, [], resume)).toThrow('too many headers');
    refused.fail(new Error('too many headers'));
    await expect(refused.done).rejects.toThrow('too many headers');
    expect(told).toEqual([]);
  });

  it('whose sink fails at the end fails with it', async () => {
    const { exchange: ending } = exchange({
      end: () => {
        throw new Error('the caller is gone');
      },
    });
    ending.succeed([]);
    await expect(ending.done).rejects.toThrow('the caller is gone');
  });

  it('ends once', async () => {
    const { exchange: ended, told, closed } = exchange();
    ended.head(200, [], resume);
    ended.succeed([]);
    ended.succeed([]);
    ended.fail(new Error('late'));
    ended.abort(new Error('late'));
    await ended.done;
    expect([told, closed]).toEqual([['head 200', 'end'], []]);
  });

  it('that is aborted closes what it is under way on', async () => {
    const { exchange: aborted, closed } = exchange();
    aborted.abort(new Error('enough'));
    await expect(aborted.done).rejects.toThrow('enough');
    expect(closed).toEqual(['closed']);
  });
});
