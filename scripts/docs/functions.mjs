/**
 * The function reference `docs/functions/`, from the documentation objects of all functions:
 *
 *     node scripts/docs/functions.mjs            writes the pages, with the results of examples that the pages have already
 *     node scripts/docs/functions.mjs --check    fails when a page differs or an example has no result
 *     node scripts/docs/functions.mjs --record   asks the real DataFusion for all results and writes the pages
 *
 * Examples read the tables of `docs/functions/example-tables.sql`. `sqllogictest/test/function-reference.test.ts` runs
 * every example.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { EngineProcess } from '../../benchmarks/engine-process.mjs';
import { root } from '../workspace.mjs';
import { exampleOf, renderPage, resultsOf, statementsOf } from './function-page.mjs';

const folder = join(root, 'docs/functions');
const oracle = resolve(root, '../shared/tools/oracle');
const tables = readFileSync(join(folder, 'example-tables.sql'), 'utf8').replace(/^--.*$/gm, '');

/** Functions whose values have no way into SQL: they can have no example. */
const WITHOUT_EXAMPLE = new Set(['union_extract', 'union_tag']);

const { SessionContext } = await import('datafusion-ts');
const { allTableFunctions } = await import('@datafusion-ts/functions-table');
const { sparkFunctions } = await import('@datafusion-ts/functions-spark');

/** Functions by their own names. */
function documented(names, find) {
  const functions = new Map(names.map((name) => [find(name).name, find(name)]));
  return [...functions.values()].map(({ name, aliases = [], documentation }) => ({ name, aliases, documentation }));
}

const TABLES = 'Examples read the tables of [example-tables.sql](example-tables.sql).';

function pages() {
  const { functions } = new SessionContext().state;
  const scalar = documented(functions.udfNames(), (name) => functions.udf(name));
  const higherOrder = documented(functions.higherOrderNames(), (name) => functions.findHigherOrder(name));
  const spark = sparkFunctions();
  return [
    {
      file: 'scalar.md',
      title: 'Scalar functions',
      introduction: 'A value for each row, from that row alone.',
      functions: [...scalar, ...higherOrder],
    },
    {
      file: 'aggregate.md',
      title: 'Aggregate functions',
      introduction: `One value for each group of rows; with OVER, for each window frame. ${TABLES}`,
      functions: documented(functions.udafNames(), (name) => functions.udaf(name)),
    },
    {
      file: 'window.md',
      title: 'Window functions',
      introduction: `A value for each row, from the rows around it. Aggregate functions can be used with OVER, too. ${TABLES}`,
      functions: documented(functions.udwfNames(), (name) => functions.udwf(name)),
    },
    {
      file: 'table.md',
      title: 'Table functions',
      introduction: 'What can stand in FROM in the place of a table. Arguments are constants.',
      functions: allTableFunctions().map(({ name, documentation }) => ({ name, aliases: [], documentation })),
    },
    {
      file: 'spark.md',
      title: 'Spark functions',
      introduction:
        'What `@datafusion-ts/functions-spark` adds to a session, or puts in the place of functions of the same name.',
      functions: [...spark.scalar, ...spark.aggregate].map(({ name, aliases = [], documentation }) => ({
        name,
        aliases,
        documentation,
      })),
      spark: true,
    },
  ];
}

/**
 * Runs the statements of an example, with the example tables there, in the real engine and gives the last one's result; it is
 * printed as this engine prints tables.
 */
async function askOracle(engine, example) {
  let reply;
  for (const sql of [...statementsOf(tables), ...statementsOf(example)]) {
    reply = await engine.ask({ sql, session: example, arrow: true });
    if (reply.error !== undefined) throw new Error(`${sql}: ${reply.error}`);
  }
  await engine.ask({ op: 'close', session: example });
  const context = new SessionContext();
  await context.registerBatches('answer', tableFromIPC(Buffer.from(reply.arrow, 'base64')).batches);
  return (await (await context.sql('SELECT * FROM answer')).toText()).trimEnd();
}

async function record(page) {
  const engine = new EngineProcess(oracle, page.spark ? ['serve', '--spark'] : ['serve']);
  const results = new Map();
  for (const { documentation } of page.functions) {
    if (documentation?.sqlExample === undefined) continue;
    const example = exampleOf(documentation.sqlExample);
    try {
      results.set(example, await askOracle(engine, example));
    } catch (error) {
      console.error(`${page.file}: ${example}: ${error.message}`);
    }
  }
  engine.close();
  return results;
}

/** What is missing on a page: documentation, examples, results. */
function gaps({ functions }, results) {
  return functions.flatMap(({ name, documentation }) => {
    if (documentation === undefined) return [`${name} has no documentation`];
    if (documentation.sqlExample === undefined) return WITHOUT_EXAMPLE.has(name) ? [] : [`${name} has no example`];
    return results.has(exampleOf(documentation.sqlExample)) ? [] : [`the example of ${name} has no result: --record`];
  });
}

async function main([mode]) {
  const problems = [];
  for (const page of pages()) {
    const path = join(folder, page.file);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const results = mode === '--record' ? await record(page) : resultsOf(before);
    problems.push(...gaps(page, results).map((gap) => `${page.file}: ${gap}`));
    const documentedOnly = page.functions.filter(({ documentation }) => documentation !== undefined);
    const text = await renderPage({ ...page, functions: documentedOnly }, results);
    if (mode !== '--check') writeFileSync(path, text);
    else if (text !== before)
      problems.push(`${page.file} is not what its functions say: node scripts/docs/functions.mjs`);
  }
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
