import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { refused, run } from './support/commands.ts';
import { applyFix, shown } from './support/diagnostics.ts';
import { containersOf, removeImage } from './support/engine.ts';
import {
  closeEditors,
  configText,
  configure,
  newName,
  nodeDockerfile,
  remove,
  replaceIn,
  serverCommand,
  textOf,
  typeInto,
  write,
  writeFunction,
} from './support/workspaceFiles.ts';

const serves = `CMD ${serverCommand('0.0.0.0:9000')}`;

describe('diagnostics of a Dockerfile', () => {
  let name: string;
  let file: string;
  beforeEach(() => {
    name = newName('linted');
    file = `${name}/Dockerfile`;
  });
  afterEach(async () => {
    await closeEditors();
    await remove(name);
    await run('fcContainer.functions.refresh');
    await removeImage(`fc-containers-tests/${name}:v1`);
  });

  it('say on the FROM that nothing starts, and add a CMD', async () => {
    await writeFunction(name, { dockerfile: nodeDockerfile('COPY server.js ./', 'EXPOSE 9000') });
    const [problem] = await shown(file, ['0:0-0:26 warning missing-start-command']);
    assert.match(problem!.message, /no CMD or ENTRYPOINT/);
    await applyFix(file, 'Add CMD ["node", "server.js"]');
    assert.equal(await textOf(file), nodeDockerfile('COPY server.js ./', 'EXPOSE 9000', 'CMD ["node", "server.js"]'));
    await shown(file, []);
  });

  it('say on the port that EXPOSE differs from CAPort, and mend either', async () => {
    await writeFunction(name, { dockerfile: nodeDockerfile('EXPOSE 8080', serves) });
    const [problem] = await shown(file, ['1:7-1:11 warning expose-differs-from-ca-port']);
    assert.ok(problem!.message.startsWith(`EXPOSE 8080, but the CAPort of ${name} is 9000.`), problem!.message);
    await applyFix(file, 'Change to EXPOSE 9000');
    await shown(file, []);

    await write(`${name}/s.yaml`, configText(name, { port: 9001 }));
    await shown(file, ['1:7-1:11 warning expose-differs-from-ca-port']);
    await applyFix(file, 'Set CAPort to 9000 in s.yaml');
    assert.equal(await textOf(`${name}/s.yaml`), configText(name, { port: 9000 }));
    await shown(file, []);
  });

  it('follow what is typed before it is saved', async () => {
    await writeFunction(name, { dockerfile: nodeDockerfile('EXPOSE 9000', serves) });
    await typeInto(file, '# why\n');
    await replaceIn(file, 'EXPOSE 9000', 'EXPOSE 8080');
    await shown(file, ['2:7-2:11 warning expose-differs-from-ca-port']);
    assert.equal(await textOf(file), nodeDockerfile('EXPOSE 9000', serves));
    await closeEditors();
    await shown(file, []);
  });

  it('go with the s.yaml', async () => {
    await writeFunction(name, { dockerfile: nodeDockerfile('EXPOSE 8080', serves) });
    await shown(file, ['1:7-1:11 warning expose-differs-from-ca-port']);
    await remove(`${name}/s.yaml`);
    await shown(file, []);
  });

  it('say on the CMD that the server listens on 127.0.0.1 only, until a start succeeds', async () => {
    const wrong = `CMD ${serverCommand('127.0.0.1:9000')}`;
    await writeFunction(name, { dockerfile: nodeDockerfile('EXPOSE 9000', wrong) });
    await run('fcContainer.image.build', name);
    await configure({ 'instance.startTimeout': 3 });
    try {
      const error = await refused('FunctionNotStarted', 'fcContainer.instance.start', name);
      assert.equal(error.message, 'Function instance health check failed on port 9000 in 3 seconds.');
    } finally {
      await configure({ 'instance.startTimeout': undefined });
    }
    const [problem] = await shown(file, [`2:0-2:${wrong.length} error start-failed`]);
    assert.equal(
      problem!.message,
      'FunctionNotStarted: Function instance health check failed on port 9000 in 3 seconds. ' +
        'The server listens on 127.0.0.1:9000 only. It must listen on 0.0.0.0:9000.',
    );
    assert.deepEqual(await containersOf(name), []);

    await write(file, nodeDockerfile('EXPOSE 9000', serves));
    await run('fcContainer.image.build', name);
    await run('fcContainer.instance.start', name);
    await shown(file, []);
    await run('fcContainer.instance.stop', name);
  });

  it('say on the CMD why an instance ended while starting', async () => {
    const crash = `CMD ["node", "-e", "console.log('no database'); process.exit(2)"]`;
    await writeFunction(name, { dockerfile: nodeDockerfile('EXPOSE 9000', crash) });
    await run('fcContainer.image.build', name);
    const error = await refused('CAExited', 'fcContainer.instance.start', name);
    assert.match(error.message, /^Function instance exited unexpectedly\(code 2, message:no such file or directory\)/);
    assert.match(error.detail ?? '', /no database/);
    const [problem] = await shown(file, [`2:0-2:${crash.length} error start-failed`]);
    assert.ok(problem!.message.startsWith('CAExited: Function instance exited unexpectedly(code 2'), problem!.message);
    assert.match(problem!.message, /Its last line was: no database$/);
    assert.deepEqual(await containersOf(name), []);
  });

  it('say on the FROM that the image is for another processor', async () => {
    await writeFunction(name, {
      dockerfile: 'FROM fc-containers/busybox:arm64\nEXPOSE 9000\nCMD ["sh", "-c", "exit"]\n',
    });
    const error = await refused('ImageNotAmd64', 'fcContainer.image.build', name);
    assert.ok(error.hint);
    const [problem] = await shown(file, ['0:0-0:32 error image-not-amd64']);
    assert.match(problem!.message, /^The image is linux\/arm64; Function Compute runs linux\/amd64 only\./);
    await refused('ImageNotAmd64', 'fcContainer.instance.start', name);
    assert.deepEqual(await containersOf(name), []);
  });
});
