import { NotImplementedError } from '@datafusion-ts/common';
import { DataSinkExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { FileSinkConfig } from './file-sink-config.js';
import { FileSink } from './file-sink.js';
import type { OpenFileWriter } from './file-writer.js';

/** The plan that writes `input` to files; `format` as error texts name it, `sinkName` as EXPLAIN does. */
export function writerPlan(
  input: ExecutionPlan,
  config: FileSinkConfig,
  format: string,
  sinkName: string,
  open: OpenFileWriter,
): ExecutionPlan {
  if (config.insertOp !== 'Append') throw new NotImplementedError(`Overwrites are not implemented yet for ${format}`);
  return new DataSinkExec(input, new FileSink(sinkName, config, open), config.ordering);
}
