import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import { extensions } from 'vscode';
import { loadGrammar, scopesOf } from './support/tokens.ts';

const id = '1-65362416-15fa2aa8-bc50f7839399';
const uuid = '8ed7d8b3-0a7b-4f0e-9d7c-3ab0be8e1a11';

const error = 'token.error-token';
const code = 'token.error-token.code';
const platform = 'keyword.other.platform';
const requestId = 'variable.other.constant.id';
const remark = 'comment.line.remark';
const warning = 'support.function.warning';
const dim = 'comment.stack-frame';
const place = 'meta.embedded.place';
const number = 'constant.numeric';
const unit = 'keyword.other.unit';
const key = 'support.type.property-name.json';

/** A text, and what of it has a colour. */
const texts: readonly (readonly [text: string, coloured: Readonly<Record<string, string>>])[] = [
  ['listening on 0.0.0.0:9000', {}],
  [`FC Invoke Start RequestId: ${id}`, { 'FC Invoke Start': platform, [id]: requestId }],
  [`FC Initialize End RequestId: ${uuid}`, { 'FC Initialize End': platform, [uuid]: requestId }],
  [`FC PreStop Start RequestId: ${uuid}`, { 'FC PreStop Start': platform, [uuid]: requestId }],
  [
    `FC Invoke End RequestId: ${id}, Error: Unhandled function error`,
    { 'FC Invoke End': platform, [id]: requestId, 'Error: Unhandled function error': error },
  ],
  [
    'Duration: 42.27 ms, Billed Duration: 43 ms, Memory Size: 512 MB, Max Memory Used: 47.77 MB',
    { '42.27': number, '43': number, '512': number, '47.77': number, ms: unit, MB: unit },
  ],
  [
    '2023-10-23 15:43:19 1-65362416-68afb557d64a2e283eccebce [info] hello world',
    {
      '1-65362416-68afb557d64a2e283eccebce': requestId,
      '[info]': 'markup.inserted.info',
    },
  ],
  ['instance c-65b764db-15fa2aa8-bc50f7839399 is idle', { 'c-65b764db-15fa2aa8-bc50f7839399': requestId }],
  [
    '· Instance c-65b764db-15fa2aa8-bc50f7839399 is frozen.',
    {
      '· Instance': remark,
      'c-65b764db-15fa2aa8-bc50f7839399': requestId,
      'is frozen.': remark,
    },
  ],
  [
    '· Cost: 0.0079 CU = 1 call, 0.0005 GB-s',
    { '· Cost:': remark, '0.0079': number, CU: unit, '= 1 call,': remark, '0.0005': number, 'GB-s': unit },
  ],
  ['[WARN] the cache is cold', { '[WARN]': warning }],
  ['warning: the cache is cold', { warning }],
  ['ERROR no total', { ERROR: error }],
  ['no error at all, forewarned', {}],
  ['[DEBUG] cache', { '[DEBUG]': 'comment.debug' }],
  ["TypeError: Cannot read properties of undefined (reading 'total')", { TypeError: error }],
  ['java.lang.IllegalStateException: no total', { 'java.lang.IllegalStateException': error }],
  ['Traceback (most recent call last):', { 'Traceback (most recent call last):': error }],
  [
    'FunctionNotStarted: Function instance health check failed on port 9000 in 120 seconds.',
    {
      FunctionNotStarted: code,
      'Function instance health check failed': error,
    },
  ],
  [
    "CAExited: Function instance exited unexpectedly(code 2, message:no such file or directory) with start command 'x '.",
    {
      CAExited: code,
      'Function instance exited unexpectedly': error,
    },
  ],
  ['X-Fc-Error-Type: FCCommonError', { FCCommonError: code }],
  ['Function timed out after 60 seconds (maxMemoryUsage: 8MB)', { 'Function timed out after': error }],
  ['    at charge (/app/server.js:12:5)', { 'at charge (': dim, '/app/server.js:12:5': place, ')': dim }],
  [
    '    at next (/app/node_modules/express/route.js:95:5)',
    { 'at next (/app/node_modules/express/route.js:95:5)': dim },
  ],
  ['    at run (node:internal/process/task_queues:95:5)', { 'at run (node:internal/process/task_queues:95:5)': dim }],
  ['  File "/app/app.py", line 10, in handler', { 'File "': dim, '/app/app.py", line 10': place, ', in handler': dim }],
  [
    '  File "/usr/lib/python3/site-packages/flask/app.py", line 1, in wsgi',
    {
      'File "/usr/lib/python3/site-packages/flask/app.py", line 1, in wsgi': dim,
    },
  ],
  [
    '{"level":"warn","user":{"id":7,"ok":true},"msg":"slow: 3, 4"}',
    {
      '"level"': key,
      warn: warning,
      '"user"': key,
      '"id"': key,
      '7': number,
      '"ok"': key,
      true: 'constant.language',
      '"msg"': key,
    },
  ],
];

describe('a line of the log', () => {
  let grammar: Awaited<ReturnType<typeof loadGrammar>>;
  before(async () => {
    const folder = extensions.getExtension('fc-containers.fc-containers')!.extensionPath;
    grammar = await loadGrammar(path.join(folder, 'media/languages/fc-log.tmLanguage.json'), 'text.log.fc');
  });

  for (const [text, coloured] of texts)
    it(`has these colours: ${text}`, () => {
      const prefix = {
        '19:10:01.123': 'comment.time',
        '[': 'comment.punctuation',
        hello: 'entity.name.namespace.function',
        ']': 'comment.punctuation',
      };
      const shown = Object.fromEntries(scopesOf(grammar, `19:10:01.123 [hello] ${text}`));
      assert.deepEqual(shown, { ...prefix, ...coloured });
    });

  it('is coloured as well where it goes on from the one before', () => {
    const shown = scopesOf(grammar, `${' '.repeat(21)}    at charge (/app/server.js:12:5)`);
    assert.deepEqual(Object.fromEntries(shown), { 'at charge (': dim, '/app/server.js:12:5': place, ')': dim });
  });

  it('that speaks of lines not shown stands out, and so does the head of a document', () => {
    const note = '… 12,345 lines are not shown here, they came too fast.';
    assert.deepEqual([...scopesOf(grammar, note)], [[note, 'support.function.note']]);
    const head = `# Log of request ${id}, from 2026-11-23 on`;
    assert.deepEqual([...scopesOf(grammar, head)], [[head, 'comment.line.head']]);
  });
});
