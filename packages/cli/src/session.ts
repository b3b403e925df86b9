import { ConfigOptions } from '@datafusion-ts/common';
import { Arena, type Batch } from '@datafusion-ts/compute';
import {
  defaultSessionStateBuilder,
  FairSpillPool,
  formatOptionsOf,
  GreedyMemoryPool,
  RuntimeEnvBuilder,
  SessionContext,
  TrackConsumersPool,
  type RuntimeEnv,
  type SqlStatement,
} from 'datafusion-ts';
import type { CliArguments } from './arguments.js';
import type { PlannedStatement, ShellEngine } from './engine.js';
import { errorText } from './exec/error-text.js';
import { VERSION } from './version.js';

/** A session with the shell's settings: those of the environment, then those of the arguments. */
export function createShellEngine(args: CliArguments, environment: NodeJS.ProcessEnv): Promise<ShellEngine> {
  const config = ConfigOptions.fromEnv(environment);
  config.set('datafusion.catalog.information_schema', 'true');
  if (environment['DATAFUSION_EXPLAIN_FORMAT'] === undefined) config.set('datafusion.explain.format', 'tree');
  config.set('datafusion.format.null', 'NULL');
  if (args.batchSize !== undefined) config.set('datafusion.execution.batch_size', String(args.batchSize));
  const state = defaultSessionStateBuilder().withConfig(config).withRuntimeEnv(runtimeOf(args)).build();
  const context = new SessionContext(state);
  return Promise.resolve(new Engine(context.enableUrlTable()));
}

function runtimeOf(args: CliArguments): RuntimeEnv {
  let builder = new RuntimeEnvBuilder();
  if (args.memoryLimit !== undefined) {
    const inner =
      args.memPoolType === 'fair' ? new FairSpillPool(args.memoryLimit) : new GreedyMemoryPool(args.memoryLimit);
    builder = builder.withMemoryPool(
      args.topMemoryConsumers > 0 ? new TrackConsumersPool(inner, args.topMemoryConsumers) : inner,
    );
  }
  if (args.diskLimit !== undefined) builder = builder.withMaxTempDirectorySize(args.diskLimit);
  return builder.build();
}

class Engine implements ShellEngine {
  readonly version = VERSION;
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  async *plan(sql: string, signal: AbortSignal): AsyncGenerator<PlannedStatement, void, undefined> {
    for (const statement of this.#context.state.sqlToStatements(sql)) yield await this.#planOne(statement, signal);
  }

  async #planOne(statement: SqlStatement, signal: AbortSignal): Promise<PlannedStatement> {
    const frame = await this.#context.executeStatement(statement, { signal });
    const stream = await frame.executeBatches({ signal });
    return {
      schema: stream.schema,
      ignoresMaxRows: /^(Show|Explain|Describe)/.test(statement.kind),
      run: () => compacted(stream),
    };
  }

  validate(sql: string): string | undefined {
    try {
      this.#context.state.sqlToStatements(sql);
      return undefined;
    } catch (error) {
      return errorText(error);
    }
  }

  formatOptions(): ReturnType<typeof formatOptionsOf> {
    return formatOptionsOf(this.#context.config);
  }
}

/** The batches with exactly the rows that count. */
async function* compacted(stream: AsyncIterable<Batch>): AsyncGenerator<Batch, void, undefined> {
  const arena = new Arena();
  try {
    for await (const batch of stream) {
      arena.reset();
      yield batch.compact(arena);
    }
  } finally {
    arena.release();
  }
}
