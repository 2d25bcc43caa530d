/**
 * The rings and the order of the stages. A stage may import the stages before it, the ports and shared; nothing else.
 */
const stages = [
  'workspace',
  'function',
  'lint',
  'scaffold',
  'image',
  'instance',
  'invocation',
  'gateway',
  'log',
  'emulator',
];
const inner = (names) => `^src/core/(${names.join('|')})/`;

/** What each stage may not see: every stage that comes later (and log, which everybody feeds only through its port). */
const stageOrder = stages.slice(0, -1).map((stage, index) => ({
  name: `stage-order-${stage}`,
  comment: `${stage} may only import the stages before it`,
  severity: 'error',
  from: { path: inner([stage]) },
  to: { path: inner(stages.slice(index + 1)) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...stageOrder,
    {
      name: 'ports-know-only-shared',
      severity: 'error',
      from: { path: '^src/core/ports/' },
      to: { path: '^src/core/(?!ports|shared)' },
    },
    {
      name: 'shared-knows-nothing',
      severity: 'error',
      from: { path: '^src/core/shared/' },
      to: { path: '^src/core/(?!shared)' },
    },
    {
      name: 'core-is-headless',
      severity: 'error',
      from: { path: '^src/core/' },
      to: {
        path: '^(vscode|dockerode)$|node_modules/(dockerode|docker-modem)|^src/(docker|node|extension|protocol|extension\\.ts|headless\\.ts)',
      },
    },
    {
      name: 'adapters-know-only-ports',
      severity: 'error',
      from: { path: '^src/(docker|node)/' },
      to: { path: '^vscode$|^src/(extension|protocol)|^src/core/(?!ports|shared)' },
    },
    {
      name: 'vscode-only-in-the-editor-ring',
      severity: 'error',
      from: { pathNot: '^src/(extension/|extension\\.ts)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'dockerode-only-in-its-adapter',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/docker/' },
      to: { path: 'node_modules/(dockerode|docker-modem)' },
    },
    {
      name: 'editor-uses-the-door',
      comment: 'the adapters are joined in the composition roots only',
      severity: 'error',
      from: { path: '^src/extension/' },
      to: { path: '^src/(docker|node)/' },
    },
    {
      name: 'protocol-is-alone',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^src/(?!protocol)' },
    },
    {
      name: 'webview-speaks-only-protocol',
      severity: 'error',
      from: { path: '^media/' },
      to: { path: '^src/(?!protocol)' },
    },
    { name: 'no-test-code', severity: 'error', from: { path: '^(src|media)/' }, to: { path: '^(test|scripts)/' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
