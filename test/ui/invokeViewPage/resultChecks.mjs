// @ts-check
import assert from 'node:assert/strict';
import { answer, binary, crash, functions } from './samples.mjs';

/** @typedef {import('./samples.mjs').ResultData} ResultData */

/** @param {import('../invokeViewPage.mjs').Check} check */
export async function checkResult(check) {
  await check('a result shows what the platform measured', async (view) => {
    await show(view, answer);
    const facts = await view.text('facts');
    for (const fact of [/Status\s+200/, /Duration\s+42\.27 ms/, /Billed\s+43 ms/, /Cold start\s+812\.4 ms/])
      assert.match(facts, fact);
    assert.match(await view.text('memory'), /^47\.77 of 512 MB/);
    assert.equal(await view.text('request-id'), answer.requestId);
    assert.equal(await view.byId('verdict-line').getAttribute('data-tone'), 'pass');
    await view.byId('request-id').click({ clickCount: 3 });
    assert.equal((await view.page.evaluate(() => String(getSelection()))).trim(), answer.requestId);
  });

  await check('a warm function without a memory figure says so', async (view) => {
    const { coldStartMs: _coldStart, maxMemoryMb: _memory, ...warm } = answer;
    await show(view, warm);
    assert.equal(await view.text('cold-start'), 'None, it was warm');
    assert.equal(await view.text('memory'), 'Limit 512 MB');
  });

  await check('a status of 400 and more is a warning, a failed function an error', async (view) => {
    await show(view, { ...answer, statusCode: 404 });
    assert.equal(await view.text('verdict'), 'hello answered 404 in 42.27 ms');
    assert.equal(await view.byId('verdict-line').getAttribute('data-tone'), 'warning');
    await show(view, crash);
    assert.equal(await view.text('verdict'), 'hello failed: CAExited');
    assert.match(await view.text('message'), /exited unexpectedly/);
    assert.equal(await view.byId('verdict-line').getAttribute('data-tone'), 'error');
    assert.equal(await view.byId('answer').isVisible(), true);
  });

  await check('headers unfold, ten thousand of them only in part', async (view) => {
    const headers = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x-${index}`, '<b>value</b>']));
    await show(view, { ...answer, headers });
    const list = view.byId('result-headers');
    assert.equal(await list.locator('dl').isVisible(), false);
    await list.locator('summary').click();
    assert.match(await list.innerText(), /^Headers \(10,000\)\s+x-0: <b>value<\/b>/);
    assert.match(await list.innerText(), /9,800 more$/);
  });

  await check('JSON gets lines and keeps its numbers', async (view) => {
    await show(view, answer);
    assert.equal(await view.text('result-body-kind'), 'JSON · 105 B');
    assert.equal(
      await view.text('result-body'),
      `{
  "message": "Hello, world!",
  "id": 12345678901234567890,
  "items": [
    1,
    2.50,
    {
      "ok": true,
      "none": null
    }
  ],
  "empty": {}
}`,
    );
  });

  await check('text stays text, whatever it says', async (view) => {
    const data = '<img src=x onerror="document.title=1"><script>document.title=2</script>\n  {not json}';
    await show(view, { ...answer, body: { encoding: 'utf8', data } });
    assert.equal(await view.byId('result-body').textContent(), data);
    assert.equal(await view.page.title(), 'Invoke');
    assert.equal(await view.page.locator('img').count(), 0);
  });

  await check('bytes are dumped, as many to a line as there is room for', async (view) => {
    await show(view, { ...answer, body: { encoding: 'base64', data: binary } });
    assert.equal(await view.text('result-body-kind'), 'Binary · 4.9 KB');
    assert.match(await view.page.locator('#answer').innerText(), /The first 4 KB are shown\./);
    const body = view.byId('result-body');
    assert.match(await body.innerText(), /^0000 00 07 0e 15 1c 23 2a 31 \.\.\.\.\.#\*1\n0008 38/);
    await view.page.setViewportSize({ width: 600, height: 900 });
    await view.page.waitForFunction(() => /^0010/m.test(document.getElementById('result-body')?.textContent ?? ''));
    assert.match(await body.innerText(), /^0000 (?:[0-9a-f]{2} ){16}.{16}\n0010/);
    await view.page.setViewportSize({ width: 170, height: 900 });
    await view.page.waitForFunction(() => /^0004/m.test(document.getElementById('result-body')?.textContent ?? ''));
    assert.equal(await body.evaluate((box) => box.scrollWidth <= box.clientWidth), true);
  });

  await check('an empty body is called empty, a large one is cut', async (view) => {
    await show(view, { ...answer, body: { encoding: 'utf8', data: '' } });
    assert.equal(await view.text('result-body-kind'), 'Empty');
    assert.equal(await view.byId('result-body').isVisible(), false);
    await show(view, { ...answer, body: { encoding: 'utf8', data: 'long line '.repeat(2 ** 20) } });
    assert.equal(await view.text('result-body-kind'), 'Text · 10 MB');
    assert.match(await view.page.locator('#answer').innerText(), /The first 256 KB are shown\./);
    assert.equal((await view.byId('result-body').textContent())?.length, 256 * 1024);
  });

  await check('Copy copies the whole body as it came', async (view) => {
    const data = '{"spaced" :  1}';
    await show(view, { ...answer, body: { encoding: 'utf8', data } });
    await view.button('copy-body').click();
    assert.equal(await view.page.evaluate(() => navigator.clipboard.readText()), data);
    assert.equal(await view.button('copy-body').getAttribute('aria-label'), 'Copied');
    await view.page.waitForFunction(
      () => document.querySelector('#copy-body')?.shadowRoot?.querySelector('button')?.ariaLabel === 'Copy Body',
    );
    await view.button('copy-request-id').click();
    assert.equal(await view.page.evaluate(() => navigator.clipboard.readText()), answer.requestId);
    assert.deepEqual(await view.posted(), []);
  });

  await check(
    'where the page may not write to the clipboard, the host is asked to',
    async (view) => {
      await show(view, { ...answer, body: { encoding: 'base64', data: 'AAE=' } });
      await view.page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
      });
      assert.equal(await view.button('copy-body').getAttribute('aria-label'), 'Copy Body as Base64');
      await view.button('copy-body').click();
      assert.deepEqual(await view.posted(), [{ type: 'copy', text: 'AAE=' }]);
    },
    { clipboard: false },
  );
}

/**
 * @param {import('./view.mjs').View} view
 * @param {ResultData} result
 */
async function show(view, result) {
  await view.send(functions);
  await view.invoke((run) => [{ type: 'result', run, result }]);
}
