// @ts-check
import { atExit } from '../../scripts/shared/atExit.mjs';
import { say } from '../../scripts/shared/say.mjs';
import { withTemporaryFolder } from '../../scripts/shared/temporaryFolder.mjs';
import { withBench } from './bench.mjs';
import { findDockerClis } from './dockerCli.mjs';
import { describeMachine } from './machine.mjs';
import { removeOldTraces, removeOwnTraces } from './traces.mjs';

/** @typedef {import('./dockerCli.mjs').DockerClis} DockerClis */
/** @typedef {import('./figure.mjs').Figure} Figure */
/** @typedef {import('./report.mjs').Report} Report */
/** @typedef {import('../../scripts/setup/index.mjs').Setup} Setup */

/**
 * Measures the figures one after the other. One whose needs are not met is left out, one that breaks is told; the others
 * are measured all the same. Whatever happens, nothing stays on the engine and on the disk.
 * @param {Figure[]} figures
 * @param {Setup} setup
 * @param {number} [rounds] instead of each figure's own
 * @returns {Promise<Report>}
 */
export async function runFigures(figures, setup, rounds) {
  const clis = setup.engine.available ? await findDockerClis(setup.engine.dockerHost) : {};
  const { cli } = clis;
  const cleanUp = () => cli && removeOwnTraces(cli);
  const forget = atExit(cleanUp);
  if (cli) removeOldTraces(cli);
  /** @type {Report} */
  const report = {
    date: new Date().toISOString(),
    machine: await describeMachine(toolsOf(setup, clis)),
    rows: [],
    leftOut: [],
    failed: [],
  };
  try {
    await withTemporaryFolder('bench', async (scratch) => {
      for (const figure of figures) {
        const reason = unmetNeed(figure, setup, clis);
        if (reason) report.leftOut.push({ figure: figure.name, reason });
        else await runFigure(figure, { setup, clis, scratch, rounds, report });
      }
    });
    return report;
  } finally {
    cleanUp();
    forget();
  }
}

/**
 * @param {Figure} figure
 * @param {{ setup: Setup, clis: DockerClis, scratch: string, rounds: number | undefined, report: Report }} run
 */
async function runFigure(figure, { rounds = figure.rounds, report, ...tools }) {
  const begun = performance.now();
  say(figure.name, figure.title);
  try {
    const rows = await withBench(tools, (bench) => figure.measure(bench, rounds));
    report.rows.push(...rows);
    const results = rows.map(({ ours, unit, ratio }) =>
      ratio ? `${ratio.median.toFixed(2)}×` : `${ours.median.toFixed(2)} ${unit}`,
    );
    say(figure.name, results.join(', '), performance.now() - begun);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    report.failed.push({ figure: figure.name, error: message });
    say(figure.name, `failed: ${message}`, performance.now() - begun);
  }
}

/**
 * @param {Figure} figure
 * @param {Setup} setup
 * @param {DockerClis} clis
 * @returns {string | undefined} why it cannot be measured here
 */
function unmetNeed({ needs }, { engine, workbench, bases, wrk }, { cli }) {
  if (needs.includes('workbench') && !workbench.available) return workbench.reason;
  if (needs.includes('wrk') && !wrk.available) return wrk.reason;
  if (!needs.includes('engine')) return undefined;
  if (!engine.available) return engine.reason;
  if (!bases.node?.available) return bases.node?.reason;
  return cli ? undefined : 'the reference, the docker CLI, is not on PATH';
}

/**
 * @param {Setup} setup
 * @param {DockerClis} clis
 */
function toolsOf({ engine, workbench, wrk }, { cli, buildKitCli }) {
  return {
    engine: engine.available ? engine.version : 'none',
    dockerCli: cli?.version ?? 'none',
    buildKit: buildKitCli ? `docker CLI ${buildKitCli.version}` : 'none',
    vscode: workbench.available ? workbench.versions.vscode : 'none',
    wrk: wrk.available ? wrk.version : 'none',
  };
}
