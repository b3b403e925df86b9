/**
 * Properties that name no number of runs follow DF_PROP_RUNS and DF_PROP_SEED, too; for the others see `propertyBudget` of
 * packages/test-utils. Loaded only when one of them is set.
 */
const fc = require('fast-check');

const { DF_PROP_RUNS: factor = 1, DF_PROP_SEED: seed } = process.env;
fc.configureGlobal({
  numRuns: Math.round(100 * Number(factor)),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});
