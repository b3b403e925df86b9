import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LogicalPlan, schemaOf } from '@datafusion-ts/expr';
import { applyRule, defaultOptimizerRules } from '../../src/index.js';
import { type DescribedColumns, TestCatalog } from '../support/test-catalog.js';

interface Samples {
  readonly setup: readonly string[];
  readonly tables: Readonly<Record<string, DescribedColumns>>;
  readonly queries: readonly { readonly sql: string }[];
}

const samples = JSON.parse(readFileSync(join(__dirname, 'sample.json'), 'utf8')) as Samples;

describe.each(defaultOptimizerRules().map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  const catalog = new TestCatalog();
  for (const ddl of samples.setup)
    catalog.create(ddl, samples.tables[/(?:table|view) (?:if not exists )?(\w+)/i.exec(ddl)![1]!]);

  it('gives the plan itself when it says it changed nothing, and the same columns in any case', () => {
    const config = catalog.optimizerConfig();
    const names = (plan: LogicalPlan): readonly string[] => schemaOf(plan).fieldNames();
    // Every fifth will do: each kind of query has many.
    for (const { sql } of samples.queries.filter((_query, i) => i % 5 === 0)) {
      const plan = catalog.analyzed(sql);
      const { node, changed } = applyRule(rule, plan, config);
      if (!changed) expect(node).toBe(plan);
      expect([sql, ...names(node)]).toEqual([sql, ...names(plan)]);
    }
  }, 60_000);
});
