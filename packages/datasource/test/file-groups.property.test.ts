import fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import { repartitionEvenly, repartitionPreservingOrder, splitFiles } from '../src/file/file-groups.js';
import { effectiveSize, partitionedFile, type FileGroup } from '../src/file/partitioned-file.js';

const budget = propertyBudget(300);

const files = fc
  .array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 })
  .map((sizes) => sizes.map((size, i) => partitionedFile({ location: `f${i}`, lastModified: new Date(0), size })));

/** Bytes of every file that groups cover, which must be all of them once. */
function covered(groups: readonly FileGroup[]): Record<string, number> {
  const bytes: Record<string, number> = {};
  for (const file of groups.flat()) bytes[file.meta.location] = (bytes[file.meta.location] ?? 0) + effectiveSize(file);
  return bytes;
}

describe('spreading files over partitions', () => {
  it('covers every byte of every file once', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 500 }), (list, target, minSize) => {
        const groups = splitFiles(list, target);
        expect(groups.length).toBeLessThanOrEqual(target);
        const whole = covered(groups);
        expect(whole).toEqual(covered([list]));
        const even = repartitionEvenly(groups, target, minSize);
        if (even !== undefined) expect(covered(even)).toEqual(whole);
        const ordered = repartitionPreservingOrder(groups, target, minSize);
        if (ordered !== undefined) {
          expect(covered(ordered)).toEqual(whole);
          expect(ordered.length).toBeLessThanOrEqual(target);
        }
      }),
      budget,
    );
  });
});
