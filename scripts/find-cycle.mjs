/**
 * A cycle of a directed graph as the list of its nodes, the first repeated at the end; undefined when there is none.
 * @param {ReadonlyMap<string, readonly string[]>} edges
 * @returns {string[] | undefined}
 */
export function findCycle(edges) {
  const finished = new Set();
  const path = [];
  const visit = (node) => {
    if (finished.has(node)) return undefined;
    const start = path.indexOf(node);
    if (start >= 0) return [...path.slice(start), node];
    path.push(node);
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    finished.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node);
    if (cycle) return cycle;
  }
  return undefined;
}
