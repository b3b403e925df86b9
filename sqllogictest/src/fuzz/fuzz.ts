/**
 * Differential fuzzing: random tables and queries run here and in the real DataFusion; what differs is made small and
 * printed with the SQL that shows it.
 */
import { tmpdir } from 'node:os';
import type { FileContext } from '../contexts/file-context.js';
import { SltSqlError, type SltEngine, type SltEngineFactory } from '../engine.js';
import { difference, type Answer } from './compare.js';
import { render } from './node.js';
import { Queries } from './queries.js';
import { Random } from './random.js';
import { shrink } from './shrink.js';
import { makeTable } from './tables.js';
import { RARE_TYPES, TYPES } from './types.js';

/** What a run is to do. */
export interface FuzzOptions {
  readonly queries: number;
  readonly seed: number;
  /** Whether tables have the types that are rare, too. */
  readonly rareTypes: boolean;
  /** Differences after which the run ends. */
  readonly maxDifferences: number;
  readonly log: (line: string) => void;
}

/** What a run found. */
export interface FuzzResult {
  readonly queries: number;
  readonly failing: number;
  readonly differences: number;
}

/** Queries that share their tables. */
const QUERIES_PER_SESSION = 50;
const TIME_LIMIT_MS = 20_000;

/** Runs the queries on both engines. */
export async function fuzz(
  ours: SltEngineFactory,
  theirs: SltEngineFactory,
  context: FileContext,
  options: FuzzOptions,
): Promise<FuzzResult> {
  const types = options.rareTypes ? [...TYPES, ...RARE_TYPES] : TYPES;
  let [done, failing, differences] = [0, 0, 0];
  for (let session = 0; done < options.queries && differences < options.maxDifferences; session++) {
    const random = new Random(options.seed * 1_000_003 + session);
    const setup = { relativePath: 'fuzz.slt', context, workingDirectory: tmpdir() };
    const engines = [await ours.open(setup), await theirs.open(setup)] as const;
    try {
      const tables = random.times(3, (i) => makeTable(`fuzz${i}`, random, types));
      for (const { sql } of tables) for (const engine of engines) await prepare(engine, sql);
      const queries = new Queries(random, tables);
      // The oracle is a process that ends when a query takes too long, and comes back without tables.
      const ask = async (sql: string): Promise<Answer> => {
        const answer = await run(engines[1], sql);
        if (answer.kind !== 'error' || !/table '\S*fuzz\d' not found/.test(answer.message)) return answer;
        for (const table of tables) await run(engines[1], table.sql);
        return run(engines[1], sql);
      };
      const differ = async (sql: string): Promise<string | undefined> => {
        return differenceOfRuns(engines[0], await ask(sql), sql);
      };
      for (let i = 0; i < QUERIES_PER_SESSION && done < options.queries; i++, done++) {
        const tree = queries.query();
        const sql = render(tree);
        const expected = await ask(sql);
        if (expected.kind === 'error') failing++;
        const found = await differenceOfRuns(engines[0], expected, sql);
        if (found === undefined) continue;
        differences++;
        const small = render(await shrink(tree, async (text) => (await differ(text)) !== undefined));
        const used = tables.filter(({ name }) => small.includes(name)).map((table) => `${table.sql};`);
        options.log(['-- ' + ((await differ(small)) ?? found), ...used, `${small};`, ''].join('\n'));
        if (differences >= options.maxDifferences) break;
      }
    } finally {
      for (const engine of engines) await engine.close();
    }
  }
  return { queries: done, failing, differences };
}

/** Queries are run twice here: the second time by the plan of the first. */
async function differenceOfRuns(engine: SltEngine, expected: Answer, sql: string): Promise<string | undefined> {
  const found = difference(await run(engine, sql), expected, sql);
  if (found !== undefined) return found;
  const again = difference(await run(engine, sql), expected, sql);
  return again === undefined ? undefined : `the second time: ${again}`;
}

async function prepare(engine: SltEngine, sql: string): Promise<void> {
  const answer = await run(engine, sql);
  if (answer.kind === 'error') throw new Error(`a table cannot be made: ${answer.message}\n${sql}`);
}

async function run(engine: SltEngine, sql: string): Promise<Answer> {
  try {
    const output = await engine.run(sql, { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    return output.kind === 'rows' ? output : { kind: 'rows', types: [], rows: [] };
  } catch (error) {
    // Anything but an error about the SQL is a fault of the engine, and never what the other one gives.
    if (error instanceof SltSqlError) return { kind: 'error', message: error.message };
    return { kind: 'rows', types: [], rows: [[`fault: ${String(error)}`]] };
  }
}
