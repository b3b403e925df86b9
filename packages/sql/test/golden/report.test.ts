import { readFileSync, writeFileSync } from 'node:fs';
import { type GoldenFile, replay } from '../support/replay.js';

/** Not a test but a report over any collection: `GOLDEN=all.json REPORT=out.txt npx jest golden/report`. */
const source = process.env['GOLDEN'];
(source === undefined ? it.skip : it)(
  'reports how many plans agree',
  () => {
    const files = JSON.parse(readFileSync(source!, 'utf8')) as GoldenFile[];
    const lines: string[] = [];
    let [same, planned, sameErrors, errors] = [0, 0, 0, 0];
    for (const file of files) {
      for (const { record, plan, error, thrown } of replay(file)) {
        if (record.plan !== undefined) {
          planned++;
          if (plan === record.plan) same++;
          else
            lines.push(
              `### ${file.file}\n${record.sql}\n--- expected\n${record.plan}\n--- got\n${plan ?? `ERROR ${error} ${thrown instanceof TypeError ? thrown.stack : ''}`}\n`,
            );
        } else if (record.error !== undefined) {
          errors++;
          if (error === record.error) sameErrors++;
          else
            lines.push(
              `### ${file.file} (error)\n${record.sql}\n--- expected\n${record.error}\n--- got\n${error ?? plan}\n`,
            );
        }
      }
    }
    writeFileSync(
      process.env['REPORT'] ?? '/dev/null',
      `${same} of ${planned} plans, ${sameErrors} of ${errors} errors\n${lines.join('\n')}`,
    );
    expect(same).toBeGreaterThan(0);
  },
  300_000,
);
