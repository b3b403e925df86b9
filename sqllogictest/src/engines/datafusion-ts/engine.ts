/**
 * The engine under test: a `SessionContext` of the facade for each file.
 */
import { DataFusionError } from '@datafusion-ts/common';
import { applySqlContext } from '../../contexts/apply-sql-context.js';
import {
  SltSqlError,
  type SltEngine,
  type SltEngineFactory,
  type SltOutput,
  type SltRunOptions,
  type SltSessionSetup,
} from '../../engine.js';
import { batchCells, columnTypeChar } from './batch-cells.js';
import { loadFacade, loadSparkPack, type Session } from './facade.js';
import { registerContext, withSqlTypes } from './register-context.js';

/** Errors of the engine's own family are the SQL's; the runner's text has this in front, as in DataFusion. */
function sqlError(error: unknown): unknown {
  return error instanceof DataFusionError ? new SltSqlError(`DataFusion error: ${error.toString()}`) : error;
}

class FileSession implements SltEngine {
  constructor(
    readonly session: Session,
    readonly spark: boolean,
  ) {}

  async run(sql: string, { signal }: SltRunOptions): Promise<SltOutput> {
    try {
      const frame = await this.session.sql(sql, undefined, { signal });
      const stream = await frame.executeBatches({ signal });
      const rows: string[][] = [];
      for await (const batch of stream) {
        for (const row of batchCells(batch, this.spark)) rows.push(row);
      }
      const types = stream.schema.fields.map(({ dataType }) => columnTypeChar(dataType));
      return types.length === 0 && rows.length === 0
        ? { kind: 'complete', affected: 0 }
        : { kind: 'rows', types, rows };
    } catch (error) {
      throw sqlError(error);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function openSession({ context }: SltSessionSetup): Promise<FileSession> {
  const { defaultSessionStateBuilder, SessionContext } = await loadFacade();
  const plain = new SessionContext(withSqlTypes(defaultSessionStateBuilder(), context.registrations).build());
  if (context.spark) (await loadSparkPack()).registerSparkFunctions(plain);
  const session = context.urlTable ? (plain.enableUrlTable?.() ?? plain) : plain;
  return new FileSession(session, context.spark);
}

/** Sessions of datafusion-ts. */
export function createEngineFactory(): SltEngineFactory {
  return {
    name: 'datafusion-ts',
    labels: ['DataFusion', 'Datafusion', 'datafusion'],
    async open(setup) {
      const session = await openSession(setup);
      const { signal } = new AbortController();
      const run = (sql: string): Promise<unknown> => session.run(sql, { signal });
      await run(`SET datafusion.execution.target_partitions = ${setup.context.targetPartitions}`);
      await registerContext(session.session, setup.context.registrations);
      await applySqlContext(setup, run);
      return session;
    },
    shutdown: () => Promise.resolve(),
  };
}
