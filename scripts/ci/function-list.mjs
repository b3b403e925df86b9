/**
 * The list of functions against DataFusion's: names, kinds, result types and syntax (`information_schema.routines`) against
 * ../shared/facts/functions.tsv and functions-spark.tsv, arguments (`information_schema.parameters`) against the real engine.
 * Every difference is printed; only those named here are allowed. Skipped without ../shared.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineProcess } from '../../benchmarks/engine-process.mjs';
import { root } from '../workspace.mjs';

const shared = resolve(root, '../shared');

/** Lines of the facts that this engine does not have, each with the reason: none. */
const EXCEPTIONS = /** @type {{ file: string, line: string, reason: string }[]} */ ([]);

const ROUTINES =
  'SELECT DISTINCT function_type, routine_name, data_type, is_deterministic, syntax_example FROM information_schema.routines';
const PARAMETERS =
  'SELECT specific_name, ordinal_position, parameter_mode, parameter_name, data_type, is_variadic, rid FROM information_schema.parameters';

async function newContext() {
  const { SessionContext } = await import('datafusion-ts');
  const context = new SessionContext();
  context.config.set('datafusion.catalog.information_schema', 'true');
  return context;
}

/** Rows of a query, every cell as text. */
async function rowsOf(context, sql) {
  const rows = [];
  for await (const row of (await context.sql(sql)).rows())
    rows.push(Object.values(row).map((cell) => (cell === null ? '' : String(cell))));
  return rows;
}

/** White space in syntax is a matter of layout. */
const lineOf = (cells) => cells.map((cell) => cell.replace(/\s+/g, ' ').trim()).join('\t');

async function defaultRoutines() {
  return (await rowsOf(await newContext(), ROUTINES)).map(lineOf);
}

/** Only the pack's own functions, whose syntax texts are ours. */
async function sparkRoutines() {
  const { registerSparkFunctions, sparkFunctions } = await import('@datafusion-ts/functions-spark');
  const context = await newContext();
  registerSparkFunctions(context);
  const { scalar, aggregate } = sparkFunctions();
  const names = new Set([...scalar, ...aggregate].flatMap(({ name, aliases = [] }) => [name, ...aliases]));
  const rows = (await rowsOf(context, ROUTINES)).filter(([, name]) => names.has(name));
  return [...new Set(rows.map((row) => lineOf([...row.slice(0, 4), ''])))];
}

/** Parameters in a session with the pack; their names are ours. */
async function sparkParameters() {
  const { registerSparkFunctions } = await import('@datafusion-ts/functions-spark');
  const context = await newContext();
  registerSparkFunctions(context);
  return rowsOf(context, PARAMETERS);
}

const withoutNames = (rows) => rows.map((row) => lineOf(row.map((cell, i) => (i === 3 ? '' : cell))));

const factLines = (file) =>
  readFileSync(join(shared, 'facts', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('function_type\t'))
    .map((line) => lineOf(line.split('\t')));

/** Prints lines that only one side has. @returns {number} how many are not named exceptions */
function compare(what, ours, theirs) {
  const [own, wanted] = [new Set(ours), new Set(theirs)];
  const missing = [...wanted].filter((line) => !own.has(line));
  const extra = [...own].filter((line) => !wanted.has(line));
  const exceptions = EXCEPTIONS.filter(({ file }) => file === what);
  const isAllowed = (line) => exceptions.some((exception) => exception.line === line);
  for (const line of missing) console.log(`${what}: missing ${line}${isAllowed(line) ? ' (allowed)' : ''}`);
  for (const line of extra) console.log(`${what}: not in DataFusion: ${line}`);
  for (const { line } of exceptions.filter((exception) => !missing.includes(exception.line)))
    console.log(`${what}: no longer an exception: ${line}`);
  const count = missing.filter((line) => !isAllowed(line)).length + extra.length;
  console.log(`${what}: ${wanted.size} lines, ${missing.length + extra.length} differ, ${count} of them not allowed`);
  return count;
}

/** Parameters by the real engine; undefined where it cannot run. */
async function oracleParameters(...flags) {
  const oracle = new EngineProcess(join(shared, 'tools/oracle'), ['serve', ...flags]);
  try {
    const { rows } = await oracle.ask({ sql: PARAMETERS });
    return rows.map((row) => row.map((cell) => cell ?? ''));
  } catch {
    return undefined;
  } finally {
    oracle.close();
  }
}

async function main() {
  if (!existsSync(join(shared, 'facts/functions.tsv'))) {
    console.log('function list: skipped, there is no ../shared');
    return 0;
  }
  let count = compare('functions.tsv', await defaultRoutines(), factLines('functions.tsv'));
  count += compare('functions-spark.tsv', await sparkRoutines(), factLines('functions-spark.tsv'));
  const parameters = await oracleParameters();
  const spark = await oracleParameters('--spark');
  if (parameters === undefined || spark === undefined) console.log('parameters: skipped, the real engine cannot run');
  else {
    count += compare('parameters', (await rowsOf(await newContext(), PARAMETERS)).map(lineOf), parameters.map(lineOf));
    count += compare('parameters with Spark', withoutNames(await sparkParameters()), withoutNames(spark));
  }
  return count === 0 ? 0 : 1;
}

process.exitCode = await main();
