// @ts-check
import assert from 'node:assert/strict';
import { answer, functions } from './samples.mjs';

/** @param {import('../invokeViewPage.mjs').Check} check */
export async function checkKeyboard(check) {
  await check('Tab goes through the form and the result in reading order, and out again', async (view) => {
    await view.send(functions);
    await view.invoke((run) => [{ type: 'result', run, result: answer }]);
    await view.page.mouse.click(1, 1);
    const event = ['function', 'mode-event', 'payload', 'invoke'];
    const result = ['show-log', 'copy-request-id', '', 'copy-body', 'result-body'];
    assert.deepEqual(await tabThrough(view, 9), [...event, ...result]);
    await view.byId('mode-http').click();
    await view.byId('function').focus();
    const http = ['mode-http', 'method', 'path', 'headers', 'body', 'invoke'];
    assert.deepEqual(await tabThrough(view, 6), http);
  });

  await check('a function is invoked and read with the keyboard alone', async (view) => {
    const { keyboard } = view.page;
    await view.send(functions);
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    assert.equal(await view.value('function'), '/w/shop/s.yaml#orders');
    await keyboard.press('Tab');
    await keyboard.press('ArrowLeft');
    assert.equal(await view.focused(), 'mode-event');
    assert.equal(await view.byId('payload').isVisible(), true);
    await keyboard.press('ArrowRight');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    assert.equal(await view.value('method'), 'POST');
    await keyboard.press('Tab');
    await keyboard.press('End');
    await keyboard.type('orders');
    await view.posted();
    await keyboard.press('Enter');
    const [invoked] = await view.posted();
    assert.ok(invoked?.type === 'invoke' && invoked.request.mode === 'http');
    assert.equal(invoked.request.path, '/orders');
    assert.equal(invoked.request.method, 'POST');
    await view.send({ type: 'result', run: invoked.run, result: answer });
    assert.equal(await view.focused(), 'path');
  });

  await check('Ctrl+Enter invokes from everywhere, and types nothing', async (view) => {
    await view.send(functions);
    for (const id of ['function', 'payload', 'invoke']) {
      await view.byId(id).focus();
      await view.posted();
      await view.page.keyboard.press('Control+Enter');
      const invoked = (await view.posted()).filter(({ type }) => type === 'invoke');
      assert.equal(invoked.length, 1, `from ${id}`);
      const [{ run }] = /** @type {{ run: number }[]} */ (invoked);
      await view.send({ type: 'cancelled', run });
      assert.equal(await view.focused(), id);
    }
    assert.equal(await view.byId('function').getAttribute('open'), null);
    assert.doesNotMatch(await view.control('payload').inputValue(), /\n$/);
  });

  await check('Enter in the payload is a new line, and Tab leaves it', async (view) => {
    await view.send(functions);
    await view.control('payload').fill('a');
    await view.page.keyboard.press('Enter');
    assert.equal(await view.control('payload').inputValue(), 'a\n');
    await view.page.keyboard.press('Tab');
    assert.equal(await view.focused(), 'invoke');
  });

  await check('Escape closes an open list first', async (view) => {
    await view.send(functions);
    const { run } = await view.invoke(() => []);
    await view.byId('function').focus();
    await view.page.keyboard.press('Enter');
    await view.page.keyboard.press('Escape');
    assert.deepEqual(await view.posted(), []);
    await view.page.keyboard.press('Escape');
    assert.deepEqual(await view.posted(), [{ type: 'cancel', run }]);
  });

  await check('a key held down on Invoke is one press', async (view) => {
    await view.send(functions);
    await view.byId('invoke').focus();
    await view.posted();
    const { keyboard } = view.page;
    await keyboard.down('Enter');
    for (let run = 1; run <= 3; run++) {
      await view.send({ type: 'result', run, result: answer });
      await keyboard.down('Enter');
    }
    await keyboard.up('Enter');
    assert.equal((await view.posted()).filter(({ type }) => type === 'invoke').length, 1);
  });
}

/**
 * @param {import('./view.mjs').View} view
 * @param {number} times
 */
async function tabThrough(view, times) {
  const reached = [];
  for (let index = 0; index < times; index++) {
    await view.page.keyboard.press('Tab');
    reached.push(await view.focused());
  }
  return reached;
}
