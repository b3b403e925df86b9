/**
 * What the runner does to every row whatever the engine: long cells become several lines, paths lose their machine.
 */

/**
 * A row whose last cell has several lines (a plan) becomes one line for its leading cells, then a numbered line each,
 * with indentation as dashes because comparison is not to depend on white space:
 * `['logical_plan', 'Sort: a\n  Scan: t']` → `['logical_plan'], ['01)Sort: a'], ['02)--Scan: t']`.
 */
export function expandRow(row: readonly string[]): readonly (readonly string[])[] {
  const lines = row.at(-1)?.split('\n') ?? [];
  if (lines.length < 2) return [row];
  const numbered = lines.map((line, index) => {
    const content = line.trimStart();
    const indent = '-'.repeat(line.length - content.length);
    return [`${String(index + 1).padStart(2, '0')})${indent}${content}`];
  });
  return [row.slice(0, -1), ...numbered];
}

/** A function that writes `WORKSPACE_ROOT` for the workspace's path, with or without its leading slash kept. */
export function pathNormalizer(workspaceRoot: string): (cell: string) => string {
  const bare = workspaceRoot.replace(/^\/+/, '').replace(/\/+$/, '');
  if (bare === '') return (cell) => cell;
  return (cell) => (cell.includes(bare) ? cell.replaceAll(bare, 'WORKSPACE_ROOT') : cell);
}
