import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GoldenFile, replay } from '../support/replay.js';

/**
 * Initial logical plans and planning errors of the real engine (collected by collect.mjs) for the queries of TPC-H and TPC-DS
 * and for files of the suite. Statements whose outcome hangs on what real functions accept or return are left out.
 */
const files = JSON.parse(readFileSync(join(__dirname, 'plans.json'), 'utf8')) as readonly GoldenFile[];

describe.each(files.map((file) => [file.file, file] as const))('%s', (_, file) => {
  it('plans as the real engine does', () => {
    for (const { record, plan, error } of replay(file)) {
      if (record.plan !== undefined)
        expect({ sql: record.sql, plan: plan ?? error }).toEqual({ sql: record.sql, plan: record.plan });
      else if (record.error !== undefined)
        expect({ sql: record.sql, error: error ?? plan }).toEqual({ sql: record.sql, error: record.error });
    }
  });
});
