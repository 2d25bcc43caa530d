// @ts-check
// Runs inside the extension host, where VS Code loads it with `require`: hence CommonJS.
const { appendFileSync } = require('node:fs');
const Mocha = require('mocha');

/** @param {object} event */
const report = (event) => appendFileSync(String(process.env.FC_HOST_EVENTS), `${JSON.stringify(event)}\n`);

/** Runs the test files that `$FC_HOST_TESTS` lists and reports every test as it ends. */
exports.run = async () => {
  process.setSourceMapsEnabled(true);
  try {
    const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, forbidOnly: true });
    if (process.env.FC_HOST_GREP) mocha.grep(new RegExp(process.env.FC_HOST_GREP));
    for (const file of JSON.parse(String(process.env.FC_HOST_TESTS))) mocha.addFile(file);
    await new Promise((resolve) => {
      const runner = mocha.run(resolve);
      runner.on('pass', (test) => report({ title: test.fullTitle(), ok: true, ms: test.duration ?? 0 }));
      runner.on('pending', (test) => report({ title: test.fullTitle(), ok: true, skipped: true, ms: 0 }));
      runner.on('fail', (test, error) => {
        const text = String(error?.stack ?? error);
        report({ title: test.fullTitle(), ok: false, ms: test.duration ?? 0, error: text });
      });
    });
  } catch (error) {
    const text = error instanceof Error ? error.stack : String(error);
    report({ title: 'the test files load', ok: false, ms: 0, error: text });
  }
  report({ ended: true });
};
