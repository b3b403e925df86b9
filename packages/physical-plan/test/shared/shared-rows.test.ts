/** Rows computed once for several readers at different paces. */
import { allocator } from '@datafusion-ts/compute';
import { DiskManager, GreedyMemoryPool, RuntimeEnvBuilder, type TaskContext } from '@datafusion-ts/execution';
import { batchStream, endExecution, executeShared, shareGroups, type BatchStream } from '@datafusion-ts/physical-plan';
import * as fc from 'fast-check';
import { expectClean, intTable, MemoryExec, rowsOfStream, testContext } from '../support/memory-exec.js';

const ROWS = Array.from({ length: 300 }, (_, i) => i);
const BATCH = 10;

/** A leaf that can be shared, and fails at a batch. */
class SharedLeaf extends MemoryExec {
  constructor(
    readonly failAt = Infinity,
    rows: readonly number[] = ROWS,
  ) {
    super(intTable(rows).tables, BATCH);
  }

  override execute(partition: number, context?: TaskContext): BatchStream {
    const start = (): BatchStream => super.execute(partition);
    const whole = (): BatchStream => batchStream(this.schema, () => failing(start(), this.failAt));
    return context === undefined ? whole() : executeShared(this, partition, context, whole);
  }
}

async function* failing(stream: BatchStream, failAt: number): ReturnType<Parameters<typeof batchStream>[1]> {
  let count = 0;
  for await (const batch of stream) {
    if (++count > failAt) throw new Error('no further');
    yield batch;
  }
}

interface Setup {
  readonly leaves: readonly SharedLeaf[];
  readonly context: TaskContext;
  readonly blocks: number;
}

function setup(
  count: number,
  options: { capacity?: number; pool?: number; disk?: boolean; failAt?: number } = {},
): Setup {
  const leaves = Array.from({ length: count }, () => new SharedLeaf(options.failAt));
  const runtime = new RuntimeEnvBuilder();
  const pooled = options.pool === undefined ? runtime : runtime.withMemoryPool(new GreedyMemoryPool(options.pool));
  const built = options.disk === false ? pooled.withDiskManager(new DiskManager({ kind: 'Disabled' })) : pooled;
  const context = testContext({ runtime: built.build() });
  const blocks = allocator.liveBlocks;
  const capacity = options.capacity ?? 1e9;
  shareGroups([{ source: leaves[0]!, members: leaves, capacity, leaves: new Map() }], context);
  return { leaves, context, blocks };
}

const all = (leaf: SharedLeaf, context: TaskContext): Promise<unknown[]> =>
  rowsOfStream(leaf.execute(0, context)).then((rows) => rows.map((row) => row[0]));

/** Reads some batches and stays there; asked for more, goes on. */
function reader(
  leaf: SharedLeaf,
  context: TaskContext,
): { read(batches: number): Promise<number[]>; stop(): Promise<void> } {
  const iterator = leaf.execute(0, context)[Symbol.asyncIterator]();
  return {
    async read(batches) {
      const rows: number[] = [];
      for (let i = 0; i < batches; i++) {
        const result = await iterator.next();
        if (result.done === true) break;
        rows.push(
          ...(
            await rowsOfStream(
              batchStream(leaf.schema, async function* () {
                yield result.value;
              }),
            )
          ).map(([value]) => Number(value)),
        );
      }
      return rows;
    },
    stop: async () => void (await iterator.return?.()),
  };
}

const pulled = ({ leaves }: Setup): readonly number[] => leaves.map((leaf) => leaf.pulled);

describe('shared rows', () => {
  it('are computed once, whoever reads first', async () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const test = setup(3);
      for (const i of order) expect(await all(test.leaves[i]!, test.context)).toEqual(ROWS);
      expect(pulled(test)).toEqual([30, 0, 0]);
      expectClean(test.blocks, test.context);
      await endExecution(test.context);
    }
  });

  it('are let go as soon as all have read them', async () => {
    const test = setup(2);
    const [a, b] = test.leaves.map((leaf) => reader(leaf, test.context));
    let most = 0;
    for (let i = 0; i < 30; i++) {
      await a!.read(1);
      await b!.read(1);
      most = Math.max(most, allocator.liveBlocks - test.blocks);
    }
    expect(most).toBeLessThan(8);
    await a!.read(1);
    await b!.read(1);
    expectClean(test.blocks, test.context);
  });

  it('are read side by side', async () => {
    const test = setup(3);
    const results = await Promise.all(test.leaves.map((leaf) => all(leaf, test.context)));
    expect(results).toEqual([ROWS, ROWS, ROWS]);
    expect(pulled(test)).toEqual([30, 0, 0]);
    expectClean(test.blocks, test.context);
  });

  it('are kept for one who never comes only until the execution ends', async () => {
    const test = setup(2);
    expect(await all(test.leaves[1]!, test.context)).toEqual(ROWS);
    expect(test.context.runtime.memoryPool.reserved()).toBeGreaterThan(0);
    await endExecution(test.context);
    expectClean(test.blocks, test.context);
  });

  it('end for all when all leave early', async () => {
    const test = setup(2);
    const [a, b] = test.leaves.map((leaf) => reader(leaf, test.context));
    await a!.read(3);
    await b!.read(1);
    await a!.stop();
    await b!.stop();
    expect(pulled(test)).toEqual([3, 0]);
    expectClean(test.blocks, test.context);
  });

  it('fail for all readers', async () => {
    const test = setup(2, { failAt: 4 });
    await expect(all(test.leaves[1]!, test.context)).rejects.toThrow('no further');
    await expect(all(test.leaves[0]!, test.context)).rejects.toThrow('no further');
    expectClean(test.blocks, test.context);
  });

  it('are computed again for one who has not begun when they are too many', async () => {
    const test = setup(2, { capacity: 1 });
    expect(await all(test.leaves[0]!, test.context)).toEqual(ROWS);
    expect(await all(test.leaves[1]!, test.context)).toEqual(ROWS);
    expect(pulled(test)).toEqual([30, 30]);
    expectClean(test.blocks, test.context);
  });

  it('go to disk when the one at the source has not begun', async () => {
    const test = setup(2, { capacity: 1 });
    const late = reader(test.leaves[1]!, test.context);
    expect(await late.read(3)).toEqual(ROWS.slice(0, 30));
    expect(test.context.runtime.diskManager.spillingProgress().activeFilesCount).toBe(1);
    expect(await all(test.leaves[0]!, test.context)).toEqual(ROWS);
    expect(await late.read(100)).toEqual(ROWS.slice(30));
    expect(pulled(test)).toEqual([30, 0]);
    expectClean(test.blocks, test.context);
  });

  it('need no disk when the pool refuses and nobody is behind', async () => {
    const test = setup(2, { pool: 8, disk: false });
    expect(await all(test.leaves[0]!, test.context)).toEqual(ROWS);
    expect(await all(test.leaves[1]!, test.context)).toEqual(ROWS);
    expect(pulled(test)).toEqual([30, 30]);
    expectClean(test.blocks, test.context);
  });

  it('run once more for a node that is run once more', async () => {
    const test = setup(2);
    expect(await all(test.leaves[1]!, test.context)).toEqual(ROWS);
    expect(await all(test.leaves[1]!, test.context)).toEqual(ROWS);
    expect(await all(test.leaves[0]!, test.context)).toEqual(ROWS);
    expect(pulled(test)).toEqual([30, 30]);
    expectClean(test.blocks, test.context);
  });

  it('are the same at any pace and any limit', async () => {
    const step = fc.record({ who: fc.nat(2), batches: fc.integer({ min: 1, max: 12 }), stops: fc.boolean() });
    const limits = fc.constantFrom<Parameters<typeof setup>[1]>(
      {},
      { capacity: 1 },
      { pool: 60_000 },
      { pool: 200_000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), limits, async (steps, options) => {
        const test = setup(3, options);
        const readers = test.leaves.map((leaf) => ({ ...reader(leaf, test.context), at: 0, isOpen: true }));
        for (const { who, batches, stops } of steps) {
          const current = readers[who]!;
          if (!current.isOpen) continue;
          const rows = await current.read(batches);
          expect(rows).toEqual(ROWS.slice(current.at, current.at + batches * BATCH));
          current.at += rows.length;
          if (!stops) continue;
          await current.stop();
          current.isOpen = false;
        }
        for (const current of readers) await current.stop();
        await endExecution(test.context);
        expectClean(test.blocks, test.context);
      }),
    );
  });
});
