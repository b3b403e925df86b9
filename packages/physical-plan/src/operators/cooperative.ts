import type { Schema, Statistics } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { now } from '../metrics/clock.js';
import { statisticsOf } from '../plan-defaults.js';
import { withProperties, type PlanProperties } from '../plan-properties.js';
import { batchStream } from '../stream/batch-stream.js';

/** Milliseconds an operator may keep the thread before timers and I/O get a turn. */
const TURN = 20;

/**
 * Lets the event loop turn now and then, so that a long query does not starve I/O, timers and the user's abort.
 * `CooperativeExec`.
 */
export class CooperativeExec implements ExecutionPlan {
  readonly name = 'CooperativeExec';
  readonly input: ExecutionPlan;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly supportsLimitPushdown = true;
  readonly cardinalityEffect = 'Equal';

  constructor(input: ExecutionPlan) {
    this.input = input;
    this.schema = input.schema;
    this.properties = withProperties(input.properties, { schedulingType: 'Cooperative' });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new CooperativeExec(children[0]!);
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  partitionStatistics(partition: number | undefined): Statistics {
    return statisticsOf(this.input, partition);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const { input, schema } = this;
    return batchStream(schema, async function* () {
      let turn = now();
      for await (const batch of input.execute(partition, context)) {
        yield batch;
        if (now() - turn < TURN) continue;
        await new Promise((resolve) => setTimeout(resolve, 0));
        turn = now();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'CooperativeExec';
  }
}
