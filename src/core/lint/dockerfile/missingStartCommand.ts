import { guessStartCommand } from '../guessStartCommand.ts';
import type { Instruction } from '../parsedDockerfile.ts';
import { replace, type DockerfileContext, type Rule } from '../rule.ts';
import { externalBase } from '../stageChain.ts';

/**
 * Bases whose own CMD, a shell or an interpreter waiting for input, ends at once in an instance: Function Compute then
 * reports CAExited. Other images (nginx, a team's own base) may well bring the right command.
 */
const withoutServer =
  /(?:^|\/)(?:node|python|pypy|openjdk|eclipse-temurin|golang|ruby|php|perl|bun|deno|rust|gcc|alpine|debian|ubuntu|busybox|centos|rockylinux|almalinux|amazonlinux|fedora|alinux\d*)(?:[:@]|$)/;

/** Nothing says how to start: neither the Dockerfile's final stage, nor a stage it is built on, nor `s.yaml`. */
export const missingStartCommand: Rule<DockerfileContext> = {
  code: 'missing-start-command',
  check({ file, dockerfile, chain, buildArgs, spec }) {
    const [finalStage] = chain;
    const base = chain.at(-1);
    if (finalStage === undefined || base === undefined || finalStage.from.image === '') return [];
    if (spec?.container.entrypoint !== undefined || spec?.container.command !== undefined) return [];
    if (chain.some(({ instructions }) => instructions.some(startsSomething))) return [];

    const image = externalBase(dockerfile, base, buildArgs);
    const last = finalStage.instructions.at(-1);
    const end = last?.range.end ?? finalStage.from.range.end;
    const command = `CMD ${JSON.stringify(guessStartCommand(finalStage, image)).replaceAll('","', '", "')}`;
    const fix = replace(`Add ${command}`, file, { start: end, end }, `${dockerfile.lineEnd}${command}`);
    const fixes = last === undefined || last.complete ? [fix] : [];
    const { range } = finalStage.from;
    if (image === 'scratch') {
      const message = 'The final stage has no CMD or ENTRYPOINT, and scratch brings none: the instance cannot start.';
      return [{ severity: 'error', message, range, fixes }];
    }
    const inherited = `the instance starts whatever ${image ?? finalStage.from.image} starts by itself`;
    if (image !== undefined && !withoutServer.test(image))
      return [
        {
          severity: 'information',
          message: `The final stage has no CMD or ENTRYPOINT of its own: ${inherited}.`,
          range,
          fixes,
        },
      ];
    const message =
      `The final stage has no CMD or ENTRYPOINT of its own: ${inherited}. ` +
      'A shell or an interpreter ends at once there, and the start fails with CAExited.';
    return [{ severity: 'warning', message, range, fixes }];
  },
};

/** `CMD []` takes a command away. */
function startsSomething({ keyword, list, words }: Instruction): boolean {
  return (keyword === 'CMD' || keyword === 'ENTRYPOINT') && (list === undefined ? words.length > 0 : list.length > 0);
}
