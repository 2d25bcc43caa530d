import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { ClientCall } from '../../../src/core/gateway/clientCall.ts';
import { accessDenied } from '../../../src/core/gateway/platformError.ts';

function newCall(awaitsContinue = false): ClientCall {
  const request = new IncomingMessage(new Socket());
  request.httpVersionMajor = request.httpVersionMinor = 1;
  return new ClientCall(request, new ServerResponse(request), '1-0', awaitsContinue);
}

describe('A call', () => {
  it('is answered once', () => {
    const call = newCall();
    const writeHead = vi.spyOn(call.response, 'writeHead');
    call.answer(200, [], Buffer.from('first'));
    call.answer(201, [], Buffer.from('second'));
    expect(call.beginAnswer()).toBe(false);
    expect(writeHead.mock.calls).toEqual([[200, ['Content-Length', '5', 'X-Fc-Request-Id', '1-0']]]);
  });

  it('that is refused in the middle of its answer breaks off, and one that has its answer keeps it', () => {
    const [begun, done] = [newCall(), newCall()];
    begun.beginAnswer();
    begun.response.writeHead(200);
    begun.refuse(accessDenied('no'));
    expect(begun.response.destroyed).toBe(true);
    done.answer(200, [], Buffer.from('all'));
    done.refuse(accessDenied('no'));
    expect(done.response.destroyed).toBe(false);
  });

  it('tells a waiting client once to send its body; one that was not told gets another connection', () => {
    const told = newCall(true);
    const writeContinue = vi.spyOn(told.response, 'writeContinue').mockImplementation(() => undefined);
    told.wantBody();
    told.wantBody();
    told.answer(200, [], Buffer.alloc(0));
    expect(writeContinue).toHaveBeenCalledTimes(1);
    expect(told.response.shouldKeepAlive).toBe(true);
    const untold = newCall(true);
    const writeHead = vi.spyOn(untold.response, 'writeHead');
    untold.answer(200, [], Buffer.alloc(0));
    expect(writeHead.mock.calls[0]?.[1]).toContain('close');
  });

  it('that is over cannot be ended, and lends its signal to another one, which can', () => {
    const over = newCall();
    const { signal } = over;
    over.finish();
    over.abort();
    expect(signal.aborted).toBe(false);
    const next = newCall();
    expect(next.signal).toBe(signal);
    next.abort();
    expect(next.signal.aborted).toBe(true);
    next.finish();
    expect(newCall().signal.aborted).toBe(false);

    const heard = newCall();
    heard.signal.addEventListener('abort', () => undefined);
    heard.finish();
    expect(newCall().signal).not.toBe(heard.signal);
  });
});
