/**
 * An optimizer rule of one's own: no query gets more than two rows by its outermost limits.
 * Run: `npm run build && node examples/dist/optimizer-rule.js`
 */
import { lit, SessionContext } from 'datafusion-ts';

const ctx = new SessionContext();
ctx.addOptimizerRule({
  name: 'small_limits',
  applyOrder: 'topDown',
  rewrite(plan) {
    const isLarge =
      plan.kind === 'Limit' && plan.fetch?.kind === 'Literal' && BigInt(Number(plan.fetch.value.value)) > 2n;
    if (!isLarge) return { node: plan, changed: false, recursion: 'Continue' };
    return { node: { ...plan, fetch: lit(2) }, changed: true, recursion: 'Continue' };
  },
});
await (await ctx.sql('SELECT value FROM range(1, 100) LIMIT 50')).show();
