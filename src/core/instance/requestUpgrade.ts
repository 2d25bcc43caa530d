import { AnswerParser } from './answerParser.ts';
import { collectAnswer } from './collectAnswer.ts';
import type { InstanceAddress, OutgoingRequest, UpgradeAnswer } from './instanceClient.ts';
import { InstanceSocket } from './instanceSocket.ts';
import { requestHead } from './requestHead.ts';

/** Of an answer that refuses: more than a page with an error. */
const maxAnswerBytes = 1024 * 1024;

/**
 * Asks on a connection of its own for another protocol; `connection: Upgrade` is added when the headers say nothing of it.
 * @param signal closes the connection, also after it was handed over
 * @throws what broke the connection, in plain words; the signal's reason
 */
export function requestUpgrade(
  address: InstanceAddress,
  request: OutgoingRequest,
  signal: AbortSignal,
): Promise<UpgradeAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const { text } = requestHead({ ...request, headers: asking(request.headers), body: new Uint8Array(0) }, address);
    const { sink, answer } = collectAnswer(maxAnswerBytes);
    const parser = new AnswerParser({
      head: (statusCode, headers) => sink.head(statusCode, headers, () => undefined),
      data: (part) => sink.data(part),
    });
    parser.begin(request.method);
    const socket = new InstanceSocket().dial(address);
    socket.write(text, 'latin1');
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const cancel = (): void => fail(signal.reason as Error);
    signal.addEventListener('abort', cancel);
    const settle = (rest: Buffer): void => {
      const { statusCode, headers, body } = answer();
      if (statusCode !== 101) {
        socket.destroy();
        resolve({ upgraded: false, statusCode, headers, body });
        return;
      }
      socket.off('readable', onReadable).off('end', onEnd);
      if (rest.length > 0) socket.unshift(rest);
      resolve({ upgraded: true, statusCode, headers, socket });
    };
    // not 'data': the connection is given away as if nobody had read from it, neither flowing nor paused
    const onReadable = (): void => {
      try {
        for (;;) {
          const bytes = socket.read() as Buffer | null;
          if (bytes === null) return;
          const taken = parser.feed(bytes);
          if (!parser.complete) continue;
          settle(bytes.subarray(taken));
          return;
        }
      } catch (error) {
        fail(error as Error);
      }
    };
    const onEnd = (): void => {
      const cut = parser.end();
      if (cut === undefined) settle(Buffer.alloc(0));
      else fail(new Error(`The server closed the connection ${cut}.`));
    };
    socket
      .on('readable', onReadable)
      .on('end', onEnd)
      .on('error', fail)
      .on('close', () => {
        signal.removeEventListener('abort', cancel);
        reject(new Error('The connection to the server was closed.')); // does nothing when it was settled before
      });
  });
}

function asking(headers: readonly string[]): readonly string[] {
  const named = (name: string): boolean => headers.some((text, at) => at % 2 === 0 && text.toLowerCase() === name);
  return [
    ...headers,
    ...(named('connection') ? [] : ['connection', 'Upgrade']),
    ...(named('upgrade') ? [] : ['upgrade', 'websocket']),
  ];
}
