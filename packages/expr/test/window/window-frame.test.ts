import { ScalarValue } from '@datafusion-ts/common';
import {
  checkedWindowFrame,
  col,
  CURRENT_ROW,
  lit,
  newWindowFrame,
  regularizeWindowOrderBy,
  reverseWindowFrame,
  UNBOUNDED_FOLLOWING,
  UNBOUNDED_PRECEDING,
  windowFrameOf,
  displayWindowFrame,
} from '@datafusion-ts/expr';
import { errorOf } from '../fixtures.js';

const key = () => lit(ScalarValue.uint64(1n)).sort(true, false);
const text = (frame: Parameters<typeof displayWindowFrame>[0]): string =>
  displayWindowFrame(frame, (v) => String(v.value));
const following = (n: bigint) => ({ kind: 'Following' as const, value: ScalarValue.uint64(n) });
const preceding = (n: bigint) => ({ kind: 'Preceding' as const, value: ScalarValue.uint64(n) });

describe('window frames', () => {
  it('default by whether there is an ORDER BY', () => {
    expect(text(newWindowFrame(undefined))).toBe('ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING');
    expect(text(newWindowFrame(false))).toBe('RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW');
    expect(text(newWindowFrame(true))).toBe('ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW');
  });
  it('mirror', () => {
    expect(text(reverseWindowFrame(windowFrameOf('Rows', preceding(2n), following(1n))))).toBe(
      'ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING',
    );
  });
  it('know whether they look ahead', () => {
    expect(windowFrameOf('Rows', UNBOUNDED_PRECEDING, CURRENT_ROW).causal).toBe(true);
    expect(windowFrameOf('Rows', UNBOUNDED_PRECEDING, following(0n)).causal).toBe(true);
    expect(windowFrameOf('Rows', UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING).causal).toBe(false);
    expect(windowFrameOf('Range', UNBOUNDED_PRECEDING, CURRENT_ROW).causal).toBe(false);
    expect(windowFrameOf('Range', UNBOUNDED_PRECEDING, preceding(1n)).causal).toBe(true);
  });
  it('refuse impossible edges and missing keys', () => {
    expect(errorOf(() => checkedWindowFrame('Rows', UNBOUNDED_FOLLOWING))).toContain(
      'Invalid window frame: start bound cannot be UNBOUNDED FOLLOWING',
    );
    expect(errorOf(() => checkedWindowFrame('Rows', CURRENT_ROW, UNBOUNDED_PRECEDING))).toContain(
      'Invalid window frame: end bound cannot be UNBOUNDED PRECEDING',
    );
    expect(errorOf(() => regularizeWindowOrderBy(windowFrameOf('Range', preceding(1n), CURRENT_ROW), [], key))).toBe(
      'Error during planning: RANGE requires exactly one ORDER BY column',
    );
    expect(errorOf(() => regularizeWindowOrderBy(windowFrameOf('Groups', preceding(1n), CURRENT_ROW), [], key))).toBe(
      'Error during planning: GROUPS requires an ORDER BY clause',
    );
  });
  it('order by a constant where RANGE needs no key', () => {
    expect(regularizeWindowOrderBy(newWindowFrame(false), [], key)).toHaveLength(1);
    const sorts = [col('a').asc(), col('b').asc()];
    expect(regularizeWindowOrderBy(newWindowFrame(false), sorts, key)).toBe(sorts);
  });
});
