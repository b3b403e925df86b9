/**
 * The real DataFusion as an engine, through the oracle: it validates this runner (DataFusion passes its own suite) and
 * writes the expectations of `--complete`. Results come as Arrow, exact in every type.
 *
 * The oracle speaks SQL only: tables and functions that DataFusion's runner registers from Rust are missing, and it
 * reads `'file'` as a table everywhere.
 */
import {
  SltSqlError,
  type ColumnTypeChar,
  type SltEngine,
  type SltEngineFactory,
  type SltOutput,
  type SltSessionSetup,
} from '../../engine.js';
import { applySqlContext } from '../../contexts/apply-sql-context.js';
import { tableCells, type ArrowCells } from './arrow-cells.js';
import { findOracle, OracleProcess, type OracleReply } from './oracle-process.js';
import { textCells } from './text-cells.js';

/** The oracle leaves out this beginning of some errors, which DataFusion's runner always shows. */
const ERROR_PREFIX = 'DataFusion error: ';

/** The error's text as DataFusion's runner shows it. */
function runnerErrorText(text: string): string {
  return text.startsWith(ERROR_PREFIX) ? text : ERROR_PREFIX + text;
}

class OracleSession implements SltEngine {
  constructor(
    readonly process: OracleProcess,
    readonly name: string,
    readonly setup: SltSessionSetup,
  ) {}

  async run(sql: string, { signal }: { signal: AbortSignal }): Promise<SltOutput> {
    const abort = (): void => this.process.kill();
    signal.addEventListener('abort', abort);
    try {
      const reply = await this.#request(sql, true);
      if (reply.error !== undefined) throw new SltSqlError(runnerErrorText(reply.error));
      return outputOf(await this.#cells(reply, sql));
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #request(sql: string, arrow: boolean): Promise<OracleReply> {
    const { targetPartitions: partitions } = this.setup.context;
    const settings = { 'datafusion.catalog.information_schema': 'false' };
    return this.process.request({ sql, session: this.name, arrow, partitions, settings });
  }

  /** Types that apache-arrow cannot read are asked for again as text, when that is safe. */
  async #cells(reply: OracleReply, sql: string): Promise<ArrowCells> {
    const bytes = Buffer.from(reply.arrow ?? '', 'base64');
    try {
      return await tableCells(bytes, this.setup.context.spark);
    } catch (error) {
      if (!/^\s*(?:select|with|values|explain)\b/i.test(sql)) throw error;
      const text = await this.#request(sql, false);
      if (text.error !== undefined) throw new SltSqlError(runnerErrorText(text.error));
      return textCells(text, this.setup.context.spark);
    }
  }

  async close(): Promise<void> {
    await this.process.request({ op: 'close', session: this.name }).catch(() => undefined);
  }
}

function outputOf({
  types,
  rows,
}: {
  types: readonly ColumnTypeChar[];
  rows: readonly (readonly string[])[];
}): SltOutput {
  return types.length === 0 && rows.length === 0 ? { kind: 'complete', affected: 0 } : { kind: 'rows', types, rows };
}

/** Sessions of the oracle; all that work in one folder share a process. */
export function createEngineFactory(program: string = findOracle()): SltEngineFactory {
  const processes = new Map<string, OracleProcess>();
  let sessions = 0;
  return {
    name: 'oracle',
    labels: ['DataFusion', 'Datafusion', 'datafusion'],
    async open(setup) {
      const key = `${setup.context.spark} ${setup.workingDirectory}`;
      const process = processes.get(key) ?? new OracleProcess(program, setup.workingDirectory, setup.context.spark);
      processes.set(key, process);
      const session = new OracleSession(process, `s${++sessions}`, setup);
      const { signal } = new AbortController();
      await applySqlContext(setup, (sql) => session.run(sql, { signal }));
      return session;
    },
    shutdown() {
      for (const process of processes.values()) process.kill();
      return Promise.resolve();
    },
  };
}
