import tseslint from 'typescript-eslint';

const ring = (name, message) => ({ name, message });
const noVscode = ring('vscode', 'Only src/extension.ts and src/extension/** know the editor.');
const noDockerode = ring('dockerode', 'Only src/docker/** knows the engine client.');

/** @type {import('eslint').Linter.Config[]} */
export default [
  { ignores: ['dist/', 'out/', 'node_modules/', 'media/templates/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { project: ['tsconfig.json', 'media/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/extension/**', 'src/extension.ts', 'src/docker/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [noVscode, noDockerode] }] },
  },
  {
    files: ['src/extension/**/*.ts', 'src/extension.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noDockerode] }] },
  },
  { files: ['src/docker/**/*.ts'], rules: { 'no-restricted-imports': ['error', { paths: [noVscode] }] } },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
];
