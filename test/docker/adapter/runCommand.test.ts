import { expect, it } from 'vitest';
import { startContainer } from '../contract/testContainer.ts';
import { describeWithEngine } from '../../support/realEngine.ts';

const idle = { image: 'fc-containers/busybox:1', command: ['sleep', '1000'] };

describeWithEngine('A command in a container', (real) => {
  it('that the image does not have ends with the code of a shell, and says why', async () => {
    const { engine } = real();
    await using container = await startContainer(engine, idle);
    const { exitCode, output } = await engine.containers.run(container.id, ['/no/such', 'argument']);
    expect([126, 127]).toContain(exitCode);
    expect(output).toContain('no such file or directory');
  });

  it('is waited for until it ends, also when it closed its output before', async () => {
    const { engine } = real();
    await using container = await startContainer(engine, idle);
    const command = ['sh', '-c', 'echo bye; exec >&- 2>&-; sleep 0.3; exit 3'];
    expect(await engine.containers.run(container.id, command)).toEqual({ exitCode: 3, output: 'bye\n' });
  });

  it('gets its arguments as they are', async () => {
    const { engine } = real();
    await using container = await startContainer(engine, idle);
    const tricky = ['$(id)', 'a  b', '"', '你好'];
    const command = ['printf', '%s\\n', ...tricky];
    expect(await engine.containers.run(container.id, command)).toEqual({
      exitCode: 0,
      output: tricky.map((text) => `${text}\n`).join(''),
    });
  });

  it('keeps no half letters where its output was cut', async () => {
    const { engine } = real();
    await using container = await startContainer(engine, idle);
    const command = ['sh', '-c', 'for i in $(seq 2000); do printf 好; done'];
    const { output } = await engine.containers.run(container.id, command);
    expect(output).toBe('好'.repeat(1365));
  });
});
