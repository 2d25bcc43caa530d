import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FunctionSnapshot } from '../../src/core/emulator/snapshot.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import { startCauses, type StartFailure } from '../../src/core/shared/startFailure.ts';
import { functionRow } from '../../src/extension/views/functionRow.ts';
import { apiRow } from '../../src/extension/views/otherRows.ts';
import type { Row } from '../../src/extension/views/row.ts';
import { causeWords } from '../../src/extension/views/startCauses.ts';
import { treeItem } from '../../src/extension/views/treeItem.ts';
import { renewed, TreeNode } from '../../src/extension/views/treeNode.ts';
import { testSpec } from '../support/testSpec.ts';

const now = new Date('2026-08-21T10:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const url = 'http://127.0.0.1:9000';

const coldStart = { imageMs: 3, pullMs: 0, createMs: 8, startMs: 160, portMs: 41, initializerMs: 200, totalMs: 412 };
const ready: Instance = {
  instanceId: 'c-65b764db-15fa2aa8-bc50f7839399',
  functionId: testSpec().id,
  functionName: 'hello',
  containerId: '4f66ad9a0b2e77d1',
  imageId: 'sha256:0123456789abcdef',
  caPort: 9000,
  hostPort: 32768,
  state: 'idle',
  healthy: true,
  startedAt: now,
  coldStart,
};
const { coldStart: _, ...begun } = ready;
const starting: Instance = { ...begun, state: 'starting', readyBy: later(97) };

function rowOf(snapshot: Partial<FunctionSnapshot>, at = now): Row {
  const { instances = [] } = snapshot;
  const instance = instances.at(-1);
  const whole: FunctionSnapshot = { spec: testSpec(), instances, ...(instance && { instance }), ...snapshot };
  return functionRow(whole, { now: at, unfolded: true, nonWebFunctions: [] });
}

/** The rows as a person reads them, those below a row indented. */
function read(row: Row, indent = ''): readonly string[] {
  const line = `${indent}${[row.label, row.description].filter(Boolean).join(' | ')}`;
  return [line, ...(row.children ?? []).flatMap((child) => read(child, `${indent}  `))];
}

describe('the tree of functions', () => {
  it('shows a running function with its image, its URL and each instance in plain words', () => {
    const image = { id: 'sha256:0', os: 'linux', architecture: 'amd64', sizeBytes: 48_200_000 };
    const instances: Instance[] = [
      ready,
      { ...ready, instanceId: 'c-65b764db-15fa2aa8-000000000002', state: 'busy' },
      { ...ready, instanceId: 'c-65b764db-15fa2aa8-000000000003', state: 'frozen' },
      { ...ready, instanceId: 'c-65b764db-15fa2aa8-000000000004', healthy: false },
    ];
    assert.deepEqual(read(rowOf({ url, instances, image: image as FunctionSnapshot['image'] & object })), [
      'hello | running on 127.0.0.1:9000',
      '  hello:1 | linux/amd64 · 48.2 MB',
      '  http://127.0.0.1:9000 | CAPort 9000',
      '  f7839399 | idle · cold start 412 ms',
      '  00000002 | busy · cold start 412 ms',
      '  00000003 | frozen until the next call · cold start 412 ms',
      '  00000004 | unhealthy, gets no calls · cold start 412 ms',
    ]);
  });

  it('counts the seconds of a start down, and tells when the initializer runs', () => {
    const snapshot = { url, activity: 'starting', instances: [starting] } as const;
    assert.equal(rowOf(snapshot).description, 'waiting for port 9000, 97 s left');
    assert.equal(read(rowOf(snapshot)).at(-1), '  f7839399 | starting · 97 s left');
    assert.equal(rowOf(snapshot, later(96.2)).description, 'waiting for port 9000, 1 s left');
    assert.equal(rowOf(snapshot, later(99)).description, 'waiting for port 9000, 0 s left');
    const initializing: Instance = { ...starting, state: 'initializing' };
    assert.equal(rowOf({ ...snapshot, instances: [initializing] }).description, 'running its initializer');
  });

  it('says that a function without an instance waits for a call, and one that is stopped does not', () => {
    assert.equal(rowOf({ url }).description, 'ready on 127.0.0.1:9000');
    assert.equal(rowOf({}).description, 'stopped');
    const crashed: Instance = { ...ready, state: 'stopped', termination: 'oom' };
    assert.equal(rowOf({ url, instance: crashed }).description, 'out of memory');
  });

  it('shows why a function did not start and what to do, and leads there', () => {
    const startFailure: StartFailure = {
      cause: 'otherPort',
      code: 'FunctionNotStarted',
      message: 'Function instance health check failed on port 9000 in 120 seconds.',
      found: ['The server listens on 0.0.0.0:8080, but CAPort is 9000.'],
      nextStep: 'Set customContainerConfig.port to 8080 in s.yaml.',
      logTail: '',
    };
    const row = rowOf({ startFailure });
    assert.deepEqual(read(row).slice(0, 3), [
      'hello | FunctionNotStarted',
      '  listens on another port',
      '  Set customContainerConfig.port to 8080 in s.yaml.',
    ]);
    const [cause, nextStep] = row.children!;
    assert.deepEqual(cause!.tooltip?.text?.slice(0, 2), [startFailure.message, startFailure.found[0]]);
    assert.equal(nextStep!.command?.command, 'fcContainer.function.open');
    assert.equal(nextStep!.at, 'port');
    const starts = rowOf({ startFailure, activity: 'starting' });
    assert.equal(starts.children!.length, 2, 'what was wrong with the last start is over');
  });

  it('has few words for every cause', () => {
    for (const cause of startCauses) assert.match(causeWords[cause], /^.{10,45}$/);
  });

  it('shows where the API is served', () => {
    assert.deepEqual(read(apiRow('http://127.0.0.1:8990')), ['API | http://127.0.0.1:8990']);
  });

  it('takes what servers and files say as text, never as a link', () => {
    const spec = testSpec({ configFile: '/shop/[x](command:y)/s.yaml' });
    const { tooltip } = treeItem(new TreeNode(rowOf({ spec })));
    assert.ok(typeof tooltip === 'object' && !tooltip.value.includes('[x](command:y)'), JSON.stringify(tooltip));
    assert.ok(tooltip.isTrusted !== true);
  });
});

describe('the tree draws', () => {
  const other = (row: Row): Row => ({ ...row, id: 'other', children: [] });
  const ids = (nodes: readonly TreeNode[]): readonly string[] => nodes.map(({ row }) => row.label);

  it('nothing when nothing changed', () => {
    const before = renewed([], [rowOf({ url, instances: [ready] })]).nodes;
    const { nodes, moved, changed } = renewed(before, [rowOf({ url, instances: [ready] }, later(5))]);
    assert.deepEqual([moved, changed], [false, []]);
    assert.equal(nodes[0], before[0]);
  });

  it('one instance when that is busy', () => {
    const before = renewed([], [rowOf({ url, instances: [ready] }), other(rowOf({}))]).nodes;
    const busy = rowOf({ url, instances: [{ ...ready, state: 'busy' }] });
    const { nodes, moved, changed } = renewed(before, [busy, other(rowOf({}))]);
    assert.deepEqual([moved, ids(changed)], [false, ['f7839399']]);
    assert.equal(changed[0], nodes[0]!.children[2], 'the editor knows it');
    assert.equal(changed[0]!.row.description, 'busy · cold start 412 ms');
  });

  it('a function when an instance comes, keeping what it had', () => {
    const before = renewed([], [rowOf({ url, instances: [ready] }), other(rowOf({}))]).nodes;
    const old = before[0]!.children;
    const second = { ...ready, instanceId: 'c-65b764db-15fa2aa8-000000000002' };
    const { nodes, moved, changed } = renewed(before, [rowOf({ url, instances: [ready, second] }), other(rowOf({}))]);
    assert.deepEqual([moved, ids(changed)], [false, ['hello']]);
    assert.deepEqual(nodes[0]!.children.slice(0, 3), old);
    assert.equal(nodes[0]!.children.length, 4);
  });

  it('all of it when functions come, go or change places', () => {
    const [one, two] = [rowOf({}), other(rowOf({}))];
    const before = renewed([], [one, two]).nodes;
    assert.equal(renewed(before, [one]).moved, true);
    assert.equal(renewed(before, [one, two, apiRow(url)]).moved, true);
    const { moved, nodes } = renewed(before, [two, one]);
    assert.equal(moved, true);
    assert.deepEqual(nodes, [before[1], before[0]]);
  });
});
