import type { DataType } from '@datafusion-ts/common';
import type { MemoryCharge } from '@datafusion-ts/compute';
import type { GroupsAccumulator } from '@datafusion-ts/expr-common';
import type { Picker } from './exact-percentile.js';
import { PercentileDoubles } from './percentile-doubles.js';
import { PercentileGroups } from './percentile-groups.js';

/** State of a percentile over groups: doubles are selected from, other numbers are sorted. */
export const makePercentileGroups = (type: DataType, pick: Picker, charge: MemoryCharge): GroupsAccumulator =>
  type.kind === 'Float64' ? new PercentileDoubles(pick, charge) : new PercentileGroups(type, pick, charge);
