import { expect, it } from 'vitest';
import { event, idOf, testEmulator } from './testEmulator.ts';

it.each([
  ['closes idle connections is told to keep them, once', 1],
  ['keeps its connections hears nothing', 0],
] as const)('A server that %s', async (_title, notes) => {
  const { emulator, lines } = await testEmulator({
    program: async (container) =>
      container.listen((request, response) => {
        response.end('hello', () => {
          if (notes > 0 && request.method === 'POST') setTimeout(() => request.socket.destroy(), 20);
        });
      }),
  });
  const told = (): number => lines.filter(({ text }) => text.startsWith('The server closed an idle connection')).length;
  for (let call = 0; call < 2; call++) {
    await emulator.invoke(idOf(), event());
    await new Promise((resolve) => setTimeout(resolve, 1200)); // it is told after a second, or not at all
  }
  expect(told()).toBe(notes);
});
