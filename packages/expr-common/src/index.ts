export type { Operator } from './operator.js';
export type { PhysicalExpr, PhysicalSortExpr, SortOptions } from './physical-expr.js';
export type { Accumulator, AccumulatorArgs, EmitTo, GroupIndices, GroupsAccumulator } from './accumulator.js';
