/**
 * The allowed package graph: package folder -> the workspace packages it may import, lowest level first.
 * A dependency not listed here is refused by `npm run check-deps`; widen it only with a reason in the commit.
 */
const vocabulary = ['common', 'compute', 'expr-common', 'expr'];
const engine = [...vocabulary, 'execution', 'physical-expr', 'physical-plan'];
const fileFormat = [...vocabulary, 'execution', 'physical-plan', 'session', 'datasource'];
const functionPackages = [
  'functions',
  'functions-aggregate',
  'functions-window',
  'functions-nested',
  'functions-table',
];
const formatPackages = [
  'datasource-csv',
  'datasource-json',
  'datasource-arrow',
  'datasource-avro',
  'datasource-parquet',
];

/** What the entries for Node need (node-entry.mjs), and no source imports. */
export const entryLoader = 'code-cache';

/** @type {Record<string, readonly string[]>} */
export const packageGraph = {
  [entryLoader]: [],
  common: [],
  compute: ['common'],
  'expr-common': ['common', 'compute'],
  expr: ['common', 'compute', 'expr-common'],
  execution: vocabulary,
  'physical-expr': vocabulary,
  functions: vocabulary,
  sql: vocabulary,
  'functions-aggregate': [...vocabulary, 'physical-expr'],
  'functions-window': [...vocabulary, 'physical-expr'],
  optimizer: [...vocabulary, 'physical-expr'],
  pruning: [...vocabulary, 'physical-expr'],
  'physical-plan': [...vocabulary, 'execution', 'physical-expr', 'functions'],
  'functions-nested': [...vocabulary, 'functions', 'functions-aggregate'],
  'functions-spark': [...vocabulary, 'physical-expr', 'functions', 'functions-aggregate', 'functions-nested'],
  session: [...vocabulary, 'execution', 'physical-plan'],
  'physical-optimizer': engine,
  datasource: [...engine, 'functions', 'pruning', 'session'],
  'datasource-csv': fileFormat,
  'datasource-json': fileFormat,
  'datasource-arrow': fileFormat,
  'datasource-avro': fileFormat,
  'datasource-parquet': [...fileFormat, 'functions', 'physical-expr', 'pruning'],
  catalog: [...engine, 'session', 'datasource'],
  'functions-table': [...engine, 'session', 'catalog'],
  core: [...engine, 'sql', 'optimizer', 'pruning', 'session', 'physical-optimizer', 'datasource', 'catalog'],
  datafusion: [...engine, 'sql', 'session', 'datasource', 'catalog', 'core', ...functionPackages, ...formatPackages],
  cli: ['common', 'compute', 'datafusion'],
  'test-utils': vocabulary,
  sqllogictest: ['common', 'compute', 'datasource', 'catalog', 'core', 'datafusion', 'functions-spark'],
  // Extensions use the layers they extend.
  examples: [...engine, 'optimizer', 'session', 'catalog', 'datafusion', 'functions-spark'],
};

/** Packages that live at the top level; all others are in `packages/`. */
const topLevel = new Set(['sqllogictest', 'examples']);
/** Packages whose npm name is not `@datafusion-ts/<folder>`. */
const npmNames = new Map([
  ['datafusion', 'datafusion-ts'],
  ['cli', 'datafusion-cli'],
  ['sqllogictest', 'datafusion-sqllogictest'],
]);

/** Folder of a package, relative to the workspace. @param {string} name */
export const packageFolder = (name) => (topLevel.has(name) ? name : `packages/${name}`);
/** Name of a package on npm. @param {string} name */
export const npmName = (name) => npmNames.get(name) ?? `@datafusion-ts/${name}`;
