// @ts-check
import assert from 'node:assert/strict';
import { answer, functions } from './samples.mjs';

/** @param {import('../invokeViewPage.mjs').Check} check */
export async function checkRuns(check) {
  await check('while a function runs, Invoke rests and Cancel is there', async (view) => {
    await view.send(functions);
    const { run } = await view.invoke(() => []);
    assert.equal(await view.text('verdict'), 'Running hello…');
    assert.equal(await view.byId('result').getAttribute('aria-busy'), 'true');
    assert.equal(await view.button('invoke').getAttribute('aria-disabled'), 'true');
    await view.button('invoke').click({ force: true });
    await view.page.keyboard.press('Control+Enter');
    assert.deepEqual(await view.posted(), []);
    await view.page.waitForFunction(() => document.getElementById('elapsed')?.textContent === '1 s');
    await view.send({ type: 'result', run, result: answer });
    assert.equal(await view.text('verdict'), 'hello answered in 42.27 ms');
    assert.equal(await view.text('elapsed'), '');
    assert.equal(await view.byId('result').getAttribute('aria-busy'), 'false');
    assert.equal(await view.button('invoke').getAttribute('aria-disabled'), 'false');
    assert.equal(await view.byId('cancel').isVisible(), false);
  });

  await check('the host’s own message of a start changes nothing for the run that began here', async (view) => {
    await view.send(functions);
    const { run } = await view.invoke((run) => [{ type: 'started', run, functionName: 'hello', elapsedMs: 0 }]);
    assert.equal(await view.text('verdict'), 'Running hello…');
    await view.send({ type: 'result', run, result: answer });
    await view.send({ type: 'started', run, functionName: 'hello', elapsedMs: 0 });
    assert.equal(await view.text('verdict'), 'hello answered in 42.27 ms');
  });

  await check('Cancel and Escape cancel', async (view) => {
    await view.send(functions);
    await view.page.keyboard.press('Escape');
    const { run } = await view.invoke(() => []);
    await view.button('cancel').click();
    assert.deepEqual(await view.posted(), [{ type: 'cancel', run }]);
    assert.equal(await view.text('cancel'), 'Cancelling…');
    await view.send({ type: 'cancelled', run });
    assert.equal(await view.text('verdict'), 'Cancelled');
    const second = await view.invoke(() => []);
    assert.ok(second.run > run);
    assert.equal(await view.text('cancel'), 'Cancel');
    await view.page.keyboard.press('Escape');
    assert.deepEqual(await view.posted(), [{ type: 'cancel', run: second.run }]);
  });

  await check('what still comes of an older run is ignored', async (view) => {
    await view.send(functions);
    const first = await view.invoke((run) => [{ type: 'cancelled', run }]);
    await view.invoke(() => []);
    await view.send({ type: 'result', run: first.run, result: answer });
    assert.equal(await view.text('verdict'), 'Running hello…');
  });

  await check('a run that began elsewhere is shown, and the next one counts on from it', async (view) => {
    await view.send({ type: 'started', run: 41, functionName: 'orders', elapsedMs: 61_500 }, functions);
    assert.equal(await view.text('verdict'), 'Running orders…');
    assert.match(await view.text('elapsed'), /^6[12] s$/);
    await view.button('cancel').click();
    assert.deepEqual((await view.posted()).at(-1), { type: 'cancel', run: 41 });
    await view.send({ type: 'result', run: 41, result: { ...answer, functionName: 'orders' } });
    assert.equal(await view.text('verdict'), 'orders answered in 42.27 ms');
    const { run } = await view.invoke(() => []);
    assert.equal(run, 42);
  });

  await check('a failure gives its reason and the next step', async (view) => {
    await view.send(functions);
    const message = 'No Docker engine answers on /var/run/docker.sock.';
    await view.invoke((run) => [{ type: 'failed', run, message, hint: 'Start Docker, then invoke again.' }]);
    assert.equal(await view.text('verdict'), 'The invocation failed');
    assert.equal(await view.text('message'), message);
    assert.equal(await view.text('hint'), 'Start Docker, then invoke again.');
    assert.equal(await view.byId('answer').isVisible(), false);
    await view.button('show-log').click();
    assert.deepEqual(await view.posted(), [{ type: 'showLog' }]);
    await view.invoke((run) => [{ type: 'result', run, result: answer }]);
    assert.equal(await view.text('message'), '');
    assert.equal(await view.byId('hint').isVisible(), false);
  });

  await check('broken messages are dropped', async (view) => {
    await view.send(functions);
    const { run } = await view.invoke(() => []);
    await view.send(
      null,
      { type: 'functions' },
      { type: 'result', run, result: { ...answer, statusCode: '200' } },
      { type: 'result', run },
      { type: 'failed', run, message: { html: '<b>' } },
      { type: 'reload' },
    );
    assert.equal(await view.text('verdict'), 'Running hello…');
    assert.equal(await view.value('function'), '/w/hello/s.yaml#hello');
  });

  await check('only the sentence is announced', async (view) => {
    await view.send(functions);
    await view.invoke((run) => [{ type: 'result', run, result: answer }]);
    const live = await view.page
      .locator('[aria-live]:not([aria-live="off"])')
      .evaluateAll((all) => all.map(({ id }) => id));
    assert.deepEqual(live, ['verdict']);
  });
}
