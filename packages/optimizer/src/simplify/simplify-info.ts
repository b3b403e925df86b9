import { DataFusionError, type ConfigOptions, type DataType, type DFSchema } from '@datafusion-ts/common';
import { dataTypeOf, nullableOf, type Expr, type SimplifyContext } from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';

/** What is known of the columns and the session that an expression is simplified for. */
export class SimplifyInfo implements SimplifyContext {
  readonly schema: DFSchema;
  readonly config: ConfigOptions;
  readonly queryExecutionStartTime: bigint | undefined;

  constructor(schema: DFSchema, config: Pick<OptimizerConfig, 'config'> & Partial<OptimizerConfig>) {
    this.schema = schema;
    this.config = config.config;
    this.queryExecutionStartTime = config.queryExecutionStartTime;
  }

  dataTypeOf(expr: Expr): DataType {
    return dataTypeOf(expr, this.schema);
  }

  nullableOf(expr: Expr): boolean {
    return nullableOf(expr, this.schema);
  }

  /** False when the type is another or cannot be told. */
  isBoolean(expr: Expr): boolean {
    try {
      return this.dataTypeOf(expr).kind === 'Boolean';
    } catch (error) {
      if (!(error instanceof DataFusionError)) throw error;
      return false;
    }
  }
}
