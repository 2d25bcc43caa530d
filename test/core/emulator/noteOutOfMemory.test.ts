import { expect, it } from 'vitest';
import { event, idOf, testEmulator } from './testEmulator.ts';

it('A process killed for want of memory is told, though the server lives on and answers', async () => {
  const { emulator, lines, seen } = await testEmulator({
    program: async (container) =>
      container.listen((request, response) => {
        if (request.method === 'POST') container.outOfMemory({ survives: true });
        response.end('the worker is gone');
      }),
  });
  const { requestId } = await emulator.invoke(idOf(), event());
  expect(seen().instance?.state).toBe('idle');
  await emulator.stop(idOf());
  const note = lines.find(({ text }) => text.startsWith('Out of memory'));
  expect(note?.text).toMatch(/^Out of memory: the limit of 512 MB was reached and a process of c-\S+ was killed\./);
  expect(requestId).toMatch(/^1-/);
});
