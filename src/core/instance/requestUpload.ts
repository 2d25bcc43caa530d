import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** A body on its way to the server. */
export interface RequestUpload {
  /** Whether all of it has been given to the connection. */
  readonly finished: boolean;
  /** Takes no more of it. The body is left paused where it is: it is its owner's. */
  stop(): void;
}

export interface RequestUploadOptions {
  readonly socket: Socket;
  readonly body: Readable;
  /** Bytes that were announced; `undefined`: chunks. */
  readonly length: number | undefined;
  /** The rest of the body will not come, or is not what was announced. */
  readonly onBroken: (error: Error) => void;
}

/** Sends a body as it comes, no faster than the server takes it. */
export function startUpload({ socket, body, length, onBroken }: RequestUploadOptions): RequestUpload {
  let sent = 0;
  let state: 'running' | 'finished' | 'stopped' = 'running';
  const onData = (data: Buffer | string): void => {
    const chunk = typeof data === 'string' ? Buffer.from(data) : data;
    if (chunk.length === 0) return; // as a chunk it would be the end
    sent += chunk.length;
    if (length !== undefined && sent > length) {
      broken(new Error(`The request's body is longer than the ${length} bytes its Content-Length announced.`));
      return;
    }
    if (!(length === undefined ? writeChunk(socket, chunk) : socket.write(chunk))) body.pause();
  };
  const onEnd = (): void => {
    if (state !== 'running') return;
    if (length !== undefined && sent < length) {
      broken(new Error(`The request's body ended after ${sent} of the ${length} bytes its Content-Length announced.`));
      return;
    }
    leave('finished');
    if (length === undefined) socket.write('0\r\n\r\n');
  };
  const onClose = (): void => broken(new Error("The request's body broke off before its end."));
  const onDrain = (): void => void body.resume();
  const broken = (error: Error): void => {
    if (state !== 'running') return;
    leave('stopped');
    onBroken(error);
  };
  const leave = (to: 'finished' | 'stopped'): void => {
    state = to;
    body.off('data', onData).off('end', onEnd).off('close', onClose);
    socket.off('drain', onDrain);
    if (to === 'stopped') body.pause();
  };
  // stays for good: a body that fails after it was left must not end the process
  body.on('error', broken);
  if (body.readableEnded) process.nextTick(onEnd);
  else if (body.destroyed) process.nextTick(() => (body.errored ? broken(body.errored) : onClose()));
  else {
    body.on('end', onEnd).on('close', onClose).on('data', onData);
    socket.on('drain', onDrain);
    // it flows with its first listener, but not when its owner had paused it
    body.resume();
  }
  return {
    get finished() {
      return state === 'finished';
    },
    stop: () => {
      if (state === 'running') leave('stopped');
    },
  };
}

/** In one write, with what HTTP puts around it. */
function writeChunk(socket: Socket, chunk: Buffer): boolean {
  socket.cork();
  socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
  socket.write(chunk);
  const more = socket.write('\r\n', 'latin1');
  socket.uncork();
  return more;
}
