const { DF_PROP_RUNS, DF_PROP_SEED } = process.env;

/** One configuration for all packages: sources are transpiled by esbuild and imported directly, no build needed. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/packages/*/test/**/*.test.ts', '<rootDir>/sqllogictest/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/tmp/'],
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json'],
  moduleNameMapper: {
    '^@datafusion-ts/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^datafusion-ts$': '<rootDir>/packages/datafusion/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.cjs' },
  globalSetup: '<rootDir>/scripts/jest-global-setup.mjs',
  setupFiles:
    DF_PROP_RUNS === undefined && DF_PROP_SEED === undefined ? [] : ['<rootDir>/scripts/jest-property-runs.cjs'],
  maxWorkers: 2,
  // Property tests are long on a busy machine; no test checks a time.
  testTimeout: 60_000 * Math.max(1, Number(DF_PROP_RUNS ?? 1)),
};
