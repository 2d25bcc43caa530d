import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { server, type HostileFunction } from './hostileFolder.ts';
import type { AddHostile } from './hostileSet.ts';
import { answered, refused } from './outcomes.ts';

const uuid = String.raw`[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}`;

const withInitializer = (name: string): HostileFunction => ({
  runs: server('lifecycle', name),
  props: { instanceLifecycleConfig: { initializer: { handler: 'true', timeout: 1 } } },
});

const withHealthCheck = (name: string): HostileFunction => {
  const healthCheckConfig = { httpGetUrl: '/health', periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 1 };
  return { runs: server('lifecycle', name), props: { customContainerConfig: { healthCheckConfig } } };
};

/** An initializer that fails, how its end is written in the log, and what was found out. */
const initializers: readonly (readonly [name: string, end: RegExp, found: RegExp])[] = [
  ['initializer fails', /status code 500$/, /^POST \/initialize was answered with 500/],
  ['initializer hangs', /timed out after 1 seconds$/, /^The initializer did not end within its timeout of 1 s/],
  ['initializer crashes', /Process exited unexpectedly$/, /^The container ended while the initializer ran/],
  [
    'initializer closes the connection',
    /without a byte of an answer/,
    /^The server closed the connection before it answered/,
  ],
];

export function lifecycles(add: AddHostile): void {
  for (const [name, end, found] of initializers)
    add(name, withInitializer(name), async (fn) => {
      const heard = await fn.invoke();
      expect(heard).toMatchObject({ status: 200, headers: { 'x-fc-error-type': 'InitializationError' } });
      expect(JSON.parse(heard.body)).toEqual({ errorMessage: expect.any(String) as string });
      await fn.prints(new RegExp(`^FC Initialize Start RequestId: ${uuid}$`));
      expect(await fn.prints(new RegExp(`^FC Initialize End RequestId: ${uuid}, Error: `))).toMatch(end);
      await fn.prints(found);
      expect(await fn.containers()).toEqual([]);

      await fn.invoke(); // a new instance, and a new attempt
      await fn.prints(new RegExp(`^FC Initialize Start RequestId: ${uuid}$`));
      await expect(fn.emulator.start(fn.id)).rejects.toMatchObject({ code: 'InitializationError' });
    });

  add(
    'a pre-stop hook that hangs',
    {
      runs: server('lifecycle', 'pre-stop hangs'),
      props: { instanceLifecycleConfig: { preStop: { handler: 'true', timeout: 1 } } },
    },
    async (fn) => {
      await fn.isGood();
      await fn.emulator.stop(fn.id);
      await fn.prints(new RegExp(`^FC PreStop Start RequestId: ${uuid}$`));
      await fn.prints('stopping');
      await fn.prints(new RegExp(`^FC PreStop End RequestId: ${uuid}, Error: timed out after 1 seconds$`));
    },
  );

  const unhealthy = 'The function http server cannot be started. check function health failed';
  add('a health check that fails', withHealthCheck('health check fails'), async (fn) => {
    refused(412, 'FunctionNotStarted', `${unhealthy} with status code: 503 `).check(await fn.invoke(), 'event');
    await fn.prints(/^GET \/health answers 503/);
  });

  add('a health check that hangs', withHealthCheck('health check hangs'), async (fn) => {
    refused(412, 'FunctionNotStarted', unhealthy).check(await fn.invoke(), 'event');
    await fn.prints(/^GET \/health was not answered in time/);
  });

  add('an instance that becomes unwell', withHealthCheck('becomes unwell'), async (fn) => {
    const heard = await fn.call();
    answered('ill').check(heard, 'http');
    const { instanceId } = await fn.report(heard);
    await fn.prints(
      `The health check failed 1 times in a row (status code 500 of /health): ${instanceId} gets no requests`,
    );
    expect(await fn.isGood()).not.toBe(instanceId);
    expect(fn.seen.instances.map(({ healthy }) => healthy)).toEqual([false, true]);
  });

  add(
    'an instance that crashes when nobody calls it',
    { runs: server('lifecycle', 'crashes on its own') },
    async (fn) => {
      const heard = await fn.call();
      answered('soon').check(heard, 'http');
      await eventually(() => expect(fn.seen.instance).toMatchObject({ state: 'stopped', termination: 'crashed' }));
      await fn.prints(/exit code 6|code 6/);
      expect(await fn.isGood()).not.toBe((await fn.report(heard)).instanceId);
    },
  );

  add('a task that crashes its instance again and again', { runs: server('answers', 'crashes') }, async (fn) => {
    const heard = await fn.invoke('{}', { 'x-fc-invocation-type': 'Async' });
    expect(heard).toMatchObject({ status: 202, body: '' });
    for (let attempt = 0; attempt < 2; attempt++)
      await fn.prints(/^FC Invoke End .*, Error: Process exited unexpectedly/);
    await fn.emulator.stop(fn.id);
    expect(fn.emulator.tasks(fn.id)).toMatchObject([
      { taskId: heard.headers['x-fc-async-task-id'], status: 'Stopped' },
    ]);
    expect(await fn.containers()).toEqual([]); // and none comes back: nothing is left to ring
  });
}
