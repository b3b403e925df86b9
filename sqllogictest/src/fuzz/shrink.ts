import { render, smaller, type SqlNode } from './node.js';

/** Statements tried at most while making one smaller. */
const MOST_TRIES = 300;

/** The smallest statement found that still fails, by leaving out and simplifying one piece after the other. */
export async function shrink(tree: SqlNode, fails: (sql: string) => Promise<boolean>): Promise<SqlNode> {
  let smallest = tree;
  const tried = new Set<string>();
  for (let progress = true; progress && tried.size < MOST_TRIES;) {
    progress = false;
    for (const candidate of smaller(smallest)) {
      const sql = render(candidate);
      if (tried.has(sql) || tried.size >= MOST_TRIES || sql.length >= render(smallest).length) continue;
      tried.add(sql);
      if (!(await fails(sql))) continue;
      smallest = candidate;
      progress = true;
      break;
    }
  }
  return smallest;
}
