// @ts-check
import assert from 'node:assert/strict';
import { functions } from './samples.mjs';

/** @param {import('../invokeViewPage.mjs').Check} check */
export async function checkMemory(check) {
  await check('what was entered for each function survives a reload', async (view) => {
    await view.send(functions);
    await view.control('payload').fill('for hello');
    await view.choose('function', 'orders');
    await view.choose('method', 'DELETE');
    await view.control('path').fill('/orders/7');
    await view.control('headers').fill('X-A: 1');
    await view.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('X-A'));
    await view.page.reload();
    await view.send(functions);
    assert.equal(await view.value('function'), '/w/shop/s.yaml#orders');
    assert.equal(await view.value('method'), 'DELETE');
    assert.equal(await view.value('path'), '/orders/7');
    assert.equal(await view.value('headers'), 'X-A: 1');
    await view.choose('function', 'hello');
    assert.equal(await view.value('payload'), 'for hello');
    assert.equal(await view.byId('path').isVisible(), false);
  });

  await check('the host can choose a function before it is in the list', async (view) => {
    await view.send({ type: 'select', id: '/w/shop/s.yaml#orders' });
    await view.send(functions);
    assert.equal(await view.value('function'), '/w/shop/s.yaml#orders');
    await view.send({ type: 'select', id: '/w/hello/s.yaml#hello' });
    assert.equal(await view.value('function'), '/w/hello/s.yaml#hello');
    assert.equal(await view.byId('payload').isVisible(), true);
  });

  await check('a function that goes away and comes back is still the chosen one', async (view) => {
    await view.send(functions);
    await view.choose('function', 'orders');
    await view.control('path').fill('/orders/7');
    await view.send({ type: 'functions', functions: functions.functions.slice(0, 1) });
    assert.equal(await view.value('function'), '/w/hello/s.yaml#hello');
    await view.send(functions);
    assert.equal(await view.value('function'), '/w/shop/s.yaml#orders');
    await view.send({ type: 'functions', functions: [] });
    await view.send(functions);
    assert.equal(await view.value('function'), '/w/shop/s.yaml#orders');
    assert.equal(await view.value('path'), '/orders/7');
  });

  const damaged = { selected: 7, forms: 'none' };
  await check('a damaged memory is an empty one', startsAfresh, { state: damaged });
  const older = { forms: { '/w/hello/s.yaml#hello': { mode: 'timer', payload: 'x' } } };
  await check('so is one from another version', startsAfresh, { state: older });

  await check('a payload too large for the editor’s storage is kept only while the view lives', async (view) => {
    await view.send(functions);
    await view.control('payload').fill('x'.repeat(600 * 1024));
    await view.choose('function', 'orders');
    await view.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('orders'));
    assert.ok((await view.page.evaluate(() => sessionStorage.getItem('state')?.length ?? 0)) < 1000);
    await view.choose('function', 'hello');
    assert.equal((await view.value('payload')).length, 600 * 1024);
  });
}

/** @param {import('./view.mjs').View} view */
async function startsAfresh(view) {
  await view.send(functions);
  assert.equal(await view.value('function'), '/w/hello/s.yaml#hello');
  assert.match(await view.value('payload'), /"key"/);
}
