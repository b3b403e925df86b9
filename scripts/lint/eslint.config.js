/** The lint rules. Import cycles and the package graph are `npm run check-deps`; layout is prettier's. */
import tseslint from 'typescript-eslint';

const deepImports = {
  group: ['@datafusion-ts/*/*', 'datafusion-ts/*'],
  message: 'Import from the package root: only its index.ts is public.',
};
const arrowAtRunTime = {
  name: 'apache-arrow',
  message: 'Use `import type`: apache-arrow is loaded only by packages/compute/src/arrow.',
  allowTypeImports: true,
};
const restrictImports = (paths) => ['error', { paths, patterns: [deepImports] }];

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '**/generated/**', '**/assembly/**', 'tmp/**', '**/*.d.ts'],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-restricted-imports': restrictImports([arrowAtRunTime]),
      'max-lines': ['error', 800],
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-restricted-globals': [
        'error',
        'name',
        'event',
        'length',
        'status',
        'origin',
        'parent',
        'top',
        'self',
        'window',
        'document',
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.ts', 'sqllogictest/src/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['packages/compute/src/arrow/**/*.ts', '**/test/**/*.ts', '**/bench/**/*.ts', 'examples/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': restrictImports([]) },
  },
  {
    files: ['packages/cli/src/**/*.ts', 'sqllogictest/src/**/*.ts', 'examples/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
