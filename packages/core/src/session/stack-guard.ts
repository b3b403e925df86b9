import { ResourcesExhaustedError } from '@datafusion-ts/common';
import type { BatchStream } from '@datafusion-ts/physical-plan';

/**
 * The last resort against statements that nest deeper than the JavaScript stack. The parser limits nesting
 * (`datafusion.sql_parser.recursion_limit`) and chains of operators are followed by loops, but thousands of nested views
 * or of calls built by the DataFrame API still recurse somewhere. Where DataFusion ends with the whole process, the
 * statement fails here with an error of the engine, and the session goes on.
 */

/** Runs something that may recurse; an overflow of the stack becomes a {@link ResourcesExhaustedError}. */
export function guardStack<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw overflowOrItself(error);
  }
}

/** {@link guardStack} for asynchronous work. */
export async function guardStackAsync<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw overflowOrItself(error);
  }
}

/** {@link guardStack} for the batches of a stream. By hand and not as a generator, which would cost each batch three turns. */
export function guardStackOf(stream: BatchStream): BatchStream {
  return {
    schema: stream.schema,
    [Symbol.asyncIterator]: () => {
      const inner = stream[Symbol.asyncIterator]();
      return {
        next: () => guardStackAsync(() => inner.next()),
        return: async () => (await inner.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

/** Engines word it "Maximum call stack size exceeded" (V8, JavaScriptCore) or "too much recursion" (SpiderMonkey). */
function overflowOrItself(error: unknown): unknown {
  if (!(error instanceof Error) || !/call stack|too much recursion/i.test(error.message)) return error;
  return new ResourcesExhaustedError('The statement nests too deeply: the call stack is exhausted', { cause: error });
}
