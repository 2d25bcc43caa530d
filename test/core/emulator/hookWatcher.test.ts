import { expect, it } from 'vitest';
import { event, idOf, testEmulator } from './testEmulator.ts';

it('Hooks stand in the log around what they print, with ids of their own, before and after the calls', async () => {
  const lifecycle =
    'instanceLifecycleConfig: {initializer: {handler: "true", timeout: 3}, preStop: {handler: "true", timeout: 3}}';
  const { emulator, lines } = await testEmulator({
    functions: { hello: [lifecycle] },
    program: async (container) =>
      container.listen((request, response) => {
        if (request.method !== 'HEAD') container.print(`${request.method} ${request.url}\n`);
        response.end();
      }),
  });
  const { requestId } = await emulator.invoke(idOf(), event());
  await emulator.stop(idOf());
  const told = lines.filter(({ source, text }) => source === 'stdout' || text.startsWith('FC '));
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
  expect(told.map(({ text }) => text.replace(uuid, 'uuid'))).toEqual([
    'FC Initialize Start RequestId: uuid',
    'POST /initialize',
    'FC Initialize End RequestId: uuid',
    `FC Invoke Start RequestId: ${requestId}`,
    'POST /invoke',
    `FC Invoke End RequestId: ${requestId}`,
    'FC PreStop Start RequestId: uuid',
    'GET /pre-stop',
    'FC PreStop End RequestId: uuid',
  ]);
  const [initialize, preStop] = [told[0], told[6]].map((line) => uuid.exec(line?.text ?? '')?.[0]);
  expect(initialize).not.toBe(preStop);
  expect(told[1]?.requestId).toBe(initialize);
});
