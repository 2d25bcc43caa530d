import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeWithEngine } from '../../support/realEngine.ts';
import { invocationsUrl, nodeImage, nodeServer, patience, realFunction, type RealFunction } from './realFunction.ts';

/** Fails as often as its event says, each time in another way; its retries are told by a header. */
const server = nodeServer(`
  const retries = Number(request.headers['x-fc-retry-count']);
  console.log('attempt ' + retries);
  if (retries < JSON.parse(body).failures) {
    if (retries > 0) process.exit(3);
    response.setHeader('x-fc-status', '404');
  }
  response.end('after ' + retries + ' retries');`);

interface Ticket {
  readonly requestId: string;
  readonly status: number;
}

async function callLater(fn: RealFunction, event: object, taskId: string): Promise<Ticket> {
  const headers = { 'x-fc-invocation-type': 'Async', 'x-fc-async-task-id': taskId };
  const answer = await fetch(await invocationsUrl(fn), { method: 'POST', headers, body: JSON.stringify(event) });
  return { requestId: answer.headers.get('x-fc-request-id') ?? '', status: answer.status };
}

describeWithEngine('A call for later', (real) => {
  it('is tried again, and its result goes to the destination', async () => {
    const audit = `keeps-${randomUUID().slice(0, 8)}`;
    const arn = `acs:fc:cn-hangzhou:42:functions/${audit}`;
    const auditing = ['node', '-e', nodeServer('console.log(body.toString()); response.end();').at(-1)];
    const auditConfig = {
      edition: '3.0.0',
      name: 'audit',
      resources: {
        audit: {
          component: 'fc3',
          props: {
            ...{ functionName: audit, region: 'cn-hangzhou', runtime: 'custom-container' },
            customContainerConfig: { image: nodeImage, port: 9000, command: auditing },
          },
        },
      },
    };
    const fn = await realFunction(real(), {
      image: nodeImage,
      command: server,
      props: [`asyncInvokeConfig: { destinationConfig: { onSuccess: { destination: "${arn}" } } }`],
      files: { 'audit/s.yaml': JSON.stringify(auditConfig) },
      settings: { accountId: '42' },
    });
    const statuses = new Set<string>();
    const task = () => fn.emulator.tasks(fn.id)[0];
    fn.emulator.onDidChange(() => statuses.add(task()?.status ?? 'none'));

    const event = { failures: 2 };
    const { requestId, status } = await callLater(fn, event, 'order-1');
    expect(status).toBe(202);
    expect((await callLater(fn, event, 'order-1')).status).toBe(409);
    await expect.poll(task, patience).toMatchObject({ taskId: 'order-1', requestId, status: 'Succeeded', attempts: 3 });
    expect([...statuses]).toEqual(expect.arrayContaining(['Running', 'Retrying']));
    expect(fn.log().filter((text) => text.startsWith('attempt'))).toEqual(['attempt 0', 'attempt 1', 'attempt 2']);
    const reports = fn.emulator.history(fn.id);
    expect(reports.map(({ retryCount }) => retryCount)).toEqual([2, 1, 0]);
    expect(reports.map(({ error }) => error?.type)).toEqual([undefined, 'UnhandledInvocationError', 'InvocationError']);
    for (const report of reports) expect(report).toMatchObject({ requestId, invocationType: 'Async' });

    const told = (): string | undefined =>
      fn.lines.find(({ functionName, text }) => functionName === audit && text.startsWith('{'))?.text;
    await expect.poll(told, patience).toBeDefined();
    expect(JSON.parse(told()!)).toEqual({
      timestamp: expect.any(Number) as number,
      requestContext: {
        requestId,
        functionArn: `acs:fc:cn-hangzhou:42:functions/${fn.name}`,
        condition: '',
        approximateInvokeCount: 3,
      },
      requestPayload: JSON.stringify(event),
      responseContext: { statusCode: 200, functionError: '' },
      responsePayload: 'after 2 retries',
    });
  });

  it('fails for good after its last retry', async () => {
    const props = ['asyncInvokeConfig: { maxAsyncRetryAttempts: 1 }'];
    const fn = await realFunction(real(), { image: nodeImage, command: server, props });
    const { requestId } = await callLater(fn, { failures: 9 }, 'order-2');
    await expect.poll(() => fn.emulator.tasks(fn.id)[0], patience).toMatchObject({ status: 'Failed', attempts: 2 });
    await expect
      .poll(() => fn.lines.filter((line) => line.requestId === requestId).map(({ text }) => text), patience)
      .toContainEqual(
        expect.stringMatching(/^Asynchronous task order-2 failed for good after 2 attempts: Process exited/),
      );
  });
});
