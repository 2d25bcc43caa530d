import type { AnswerSink, HeaderList } from './answerSink.ts';

/** An answer that was read whole. */
export interface CollectedAnswer {
  readonly statusCode: number;
  /** Names in the spelling and order they were received. */
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

export interface AnswerCollector {
  readonly sink: AnswerSink;
  /** To be asked after the end; status 0 when nothing came. */
  readonly answer: () => CollectedAnswer;
}

/**
 * Takes an answer into memory.
 * @param maxBytes a longer body ends the exchange: `done` rejects with an error that says so
 */
export function collectAnswer(maxBytes = Infinity): AnswerCollector {
  let statusCode = 0;
  let headers: HeaderList = [];
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    sink: {
      head: (status, list) => {
        statusCode = status;
        headers = list;
      },
      data: (chunk) => {
        length += chunk.length;
        if (length > maxBytes) throw new Error(`The server's answer is longer than ${maxBytes} bytes.`);
        chunks.push(chunk);
        return true;
      },
      end: () => undefined,
      broken: () => undefined,
    },
    answer: () => ({
      statusCode,
      headers,
      body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks),
    }),
  };
}
