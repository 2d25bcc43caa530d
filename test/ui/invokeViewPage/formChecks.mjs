// @ts-check
import assert from 'node:assert/strict';
import { functions } from './samples.mjs';

/** @param {import('../invokeViewPage.mjs').Check} check */
export async function checkForm(check) {
  await check('it says that it is ready, once, and waits', async (view) => {
    assert.deepEqual(await view.posted(), [{ type: 'ready' }]);
    assert.equal(await view.text('empty'), 'Looking for functions…');
    assert.equal(await view.byId('request').isVisible(), false);
  });

  await check('without functions it offers to create one', async (view) => {
    await view.send({ type: 'functions', functions: [] });
    assert.match(await view.text('empty'), /No custom-container function in this workspace yet/);
    await view.posted();
    await view.button('create-function').click();
    assert.deepEqual(await view.posted(), [{ type: 'createFunction' }]);
  });

  await check('the first function is chosen, and its mode is the one it suggests', async (view) => {
    await view.send(functions);
    assert.equal(await view.byId('empty').isVisible(), false);
    assert.equal(await view.text('function-status'), 'running :9000');
    assert.equal(await view.byId('payload').isVisible(), true);
    await view.choose('function', 'orders');
    assert.equal(await view.text('function-status'), 'stopped');
    assert.equal(await view.byId('payload').isVisible(), false);
    assert.equal(await view.byId('path').isVisible(), true);
  });

  await check('two functions of one name are told apart', async (view) => {
    const choice = { name: 'hello', status: 'stopped' };
    const twins = [
      { ...choice, id: 'a', location: 'apps/a' },
      { ...choice, id: 'b', location: 'apps/b' },
    ];
    await view.send({ type: 'functions', functions: twins });
    await view.choose('function', 'hello (apps/b)');
    assert.equal(await view.value('function'), 'b');
  });

  await check('news of the functions leaves the form alone', async (view) => {
    await view.send(functions);
    await view.control('payload').fill('half a tho');
    const busy = functions.functions.map((choice) => ({ ...choice, status: 'starting' }));
    await view.send({ type: 'functions', functions: busy });
    assert.equal(await view.text('function-status'), 'starting');
    assert.equal(await view.control('payload').inputValue(), 'half a tho');
  });

  await check('the payload is judged as it is typed, and any text may be sent', async (view) => {
    await view.send(functions);
    const payload = view.control('payload');
    for (const [text, remark] of [
      ['{"a": 1}', 'JSON · 8 B'],
      ['"中文"', 'JSON · 8 B'],
      ['', 'Empty'],
      ['hello', 'Text · 5 B'],
      ['{"a": 1,\n "b" 2}', 'Not valid JSON at line 2, column 6 · 16 B'],
      ['{"a": ', 'Not valid JSON at line 1, column 7 · 6 B'],
    ]) {
      await payload.fill(text);
      assert.equal(await view.remark('payload').innerText(), remark);
      assert.equal(await payload.getAttribute('aria-invalid'), 'false');
    }
    const invoked = await view.invoke(() => []);
    assert.deepEqual(invoked.request, { mode: 'event', body: '{"a": ' });
  });

  await check('a payload over 32 MB is refused', async (view) => {
    await view.send(functions);
    const payload = view.control('payload');
    await payload.evaluate((control) => {
      /** @type {HTMLTextAreaElement} */ (control).value = `${'中'.repeat(341)}\n`.repeat(33 * 1024);
      control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    });
    await view.posted();
    await view.button('invoke').click();
    assert.deepEqual(await view.posted(), []);
    assert.equal(await view.focused(), 'payload');
    assert.equal(await payload.getAttribute('aria-invalid'), 'true');
    assert.match(await view.remark('payload').innerText(), /^33 MB is too large: .* at most 32 MB/);
    await payload.fill('');
    assert.equal(await payload.getAttribute('aria-invalid'), 'false');
  });

  await check('what HTTP cannot carry is named, and found', async (view) => {
    await view.send(functions);
    await view.byId('mode-http').click();
    const headers = view.control('headers');
    for (const [text, remark] of [
      ['X-A: 1\nnonsense', 'Line 2: write a header as “Name: value”.'],
      ['X A: 1', 'Line 1: “X A” is not a header name.'],
      ['\nX-A: 中', 'Line 2: the value of “X-A” has characters that HTTP headers cannot carry.'],
    ]) {
      await headers.fill(text);
      assert.equal(await view.remark('headers').innerText(), remark);
    }
    await view.posted();
    await view.button('invoke').click();
    assert.equal(await view.focused(), 'headers');
    for (const [text, remark] of [
      ['orders', 'A path begins with “/”.'],
      ['/orders#top', 'A path has no “#”: browsers keep that part to themselves.'],
    ]) {
      await view.control('path').fill(text);
      assert.equal(await view.remark('path').innerText(), remark);
      assert.equal(await view.control('path').getAttribute('aria-invalid'), 'true');
      assert.equal(await view.control('path').getAttribute('aria-describedby'), 'remark');
    }
    await view.button('invoke').click();
    assert.equal(await view.focused(), 'path');
    assert.deepEqual(
      (await view.posted()).filter(({ type }) => type === 'invoke'),
      [],
    );
  });

  await check('an HTTP request is sent as it was entered', async (view) => {
    await view.send(functions);
    await view.byId('mode-http').click();
    await view.choose('method', 'PUT');
    await view.control('path').fill('/a b/中?x=%20&y=1');
    await view.control('headers').fill('Content-Type: text/plain\n\nX-List: a\nx-list:b\nX-Time: 12:30 ');
    await view.control('body').fill('hello');
    const invoked = await view.invoke(() => []);
    assert.equal(invoked.functionId, '/w/hello/s.yaml#hello');
    assert.deepEqual(invoked.request, {
      mode: 'http',
      method: 'PUT',
      path: '/a%20b/%E4%B8%AD?x=%20&y=1',
      headers: { 'Content-Type': 'text/plain', 'X-List': 'a, b', 'X-Time': '12:30' },
      body: 'hello',
    });
  });
}
