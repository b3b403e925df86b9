/** Leaves that will run are told before an execution begins, those that an equal sub-plan runs for are not. */
import { DataTypes } from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import { Column } from '@datafusion-ts/physical-expr';
import { shareSubPlans, SortExec, UnionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { hostTable, MemoryExec, testContext } from '../support/memory-exec.js';

/** A leaf that notes what it is told, and whose rows are those of leaves of the same name. */
class ToldExec extends MemoryExec {
  readonly label: string;
  readonly told: TaskContext[] = [];

  constructor(label: string) {
    super([hostTable([['a', DataTypes.Int32, [1, 2, 3]]])], 2);
    this.label = label;
  }

  givesSameRows(other: ExecutionPlan): boolean {
    return other instanceof ToldExec && other.label === this.label;
  }

  expectRead(context: TaskContext): void {
    this.told.push(context);
  }
}

const sorted = (input: ExecutionPlan): ExecutionPlan =>
  new SortExec([{ expr: new Column('a', 0), options: { descending: true, nullsFirst: false } }], input);

test('of equal sub-plans one is told', () => {
  const leaves = ['t', 't', 'u'].map((label) => new ToldExec(label));
  const context = testContext();
  shareSubPlans(new UnionExec(leaves.map(sorted)), context);
  expect(leaves.map(({ told }) => told)).toEqual([[context], [], [context]]);
});

test('equal leaves by themselves are all told', () => {
  const leaves = ['t', 't'].map((label) => new ToldExec(label));
  shareSubPlans(new UnionExec(leaves), testContext());
  expect(leaves.map(({ told }) => told.length)).toEqual([1, 1]);
});

test('an only leaf is told nothing', () => {
  const leaf = new ToldExec('t');
  shareSubPlans(sorted(leaf), testContext());
  expect(leaf.told).toEqual([]);
});
