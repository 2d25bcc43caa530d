import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../src/core/lint/parseDockerfile.ts';
import { marked } from './marked.ts';

describe('a Dockerfile', () => {
  const text = [
    '# the base can be replaced',
    'ARG BASE=node:22 OTHER',
    'from --platform=linux/amd64 ${BASE} as Build',
    'ENV PORT=8080 GREETING="hello world"',
    'ENV OLD form with blanks',
    'COPY --chown=1:1 ["a file", "/srv/"]',
    'RUN <<END',
    'CMD not a command',
    'END',
    'FROM build',
    'CMD [ "node", "server.js" ]',
  ].join('\r\n');
  const { globalArgs, stages, comments, lineEnd } = parseDockerfile(text);
  const [build, final] = stages;

  it('has stages with names, images and platforms', () => {
    expect(stages).toHaveLength(2);
    expect(build).toMatchObject({ name: 'build', from: { image: '${BASE}', platform: { value: 'linux/amd64' } } });
    expect(final).toMatchObject({ from: { image: 'build' } });
    expect(final).not.toHaveProperty('name');
    expect(marked(text, { range: build!.from.platform!.range })).toBe('--platform=linux/amd64');
    expect(marked(text, { range: build!.from.imageRange })).toBe('${BASE}');
  });

  it('has arguments before the first stage', () => {
    expect(globalArgs).toMatchObject([{ name: 'BASE', value: 'node:22' }, { name: 'OTHER' }]);
    expect(marked(text, { range: globalArgs[0]!.valueRange! })).toBe('node:22');
  });

  it('has instructions, a here-document being part of its own', () => {
    expect(build?.instructions.map(({ keyword }) => keyword)).toEqual(['ENV', 'ENV', 'COPY', 'RUN']);
    expect(
      build?.instructions.map(({ assignments }) => assignments.map(({ name, value }) => `${name}=${value ?? ''}`)),
    ).toEqual([['PORT=8080', 'GREETING=hello world'], ['OLD=form with blanks'], [], []]);
    expect(build?.instructions[2]?.list).toEqual(['a file', '/srv/']);
    expect(final?.instructions[0]).toMatchObject({ keyword: 'CMD', list: ['node', 'server.js'], complete: true });
  });

  it('has comments and line ends', () => {
    expect([...comments]).toEqual([[0, 'the base can be replaced']]);
    expect(lineEnd).toBe('\r\n');
  });

  it('counts like an editor behind a byte order mark', () => {
    const { stages: marksOff } = parseDockerfile('\uFEFFFROM node:22');
    expect(marksOff[0]?.from.imageRange.start).toEqual({ line: 0, character: 5 });
  });

  it('is not read when it is far too large', () => {
    expect(parseDockerfile(`FROM a\n${'RUN x\n'.repeat(20_000)}`).stages).toEqual([]);
  });
});

it.each([
  ['RUN x', true],
  ['RUN x \\', false],
  ['RUN x \\\n  y', true],
  ['RUN <<A\nx\nA', true],
  ['RUN <<-"A" <<B\nA\nB', true],
  ['RUN <<A <<B\nA', false],
])('%j is finished: %s', (instruction, complete) => {
  expect(parseDockerfile(`FROM a\n${instruction}`).stages[0]?.instructions[0]?.complete).toBe(complete);
});
