import { PlanError } from '@datafusion-ts/common';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';

/**
 * Named windows: `OVER w` becomes the definition of `w` from the WINDOW clause before expressions are planned. A definition that
 * is but another window's name is not followed.
 */

/** Puts definitions in the place of names, in any syntax tree. Subqueries have windows of their own and are left alone. */
export function replaceNamedWindows<T>(
  planner: Planner,
  tree: T,
  definitions: readonly ast.NamedWindowDefinition[],
): T {
  if (definitions.length === 0) return tree;
  checkUnique(planner, definitions);
  return replaceIn(tree, (name) => definitionOf(planner, name, definitions)) as T;
}

function checkUnique(planner: Planner, definitions: readonly ast.NamedWindowDefinition[]): void {
  const seen = new Set<string>();
  for (const { name } of definitions) {
    const key = planner.normalize(name);
    if (seen.has(key)) throw new PlanError(`The window ${name.value} is defined multiple times!`);
    seen.add(key);
  }
}

function definitionOf(
  planner: Planner,
  name: ast.Ident,
  definitions: readonly ast.NamedWindowDefinition[],
): ast.WindowSpec {
  const wanted = planner.normalize(name);
  const found = definitions.find((definition) => planner.normalize(definition.name) === wanted);
  if (found === undefined) throw new PlanError(`The window ${name.value} is not defined!`);
  if (found.window.kind === 'WindowSpec') return found.window;
  throw new PlanError(`The window ${found.window.name.value} is not defined!`);
}

function replaceIn(node: unknown, lookUp: (name: ast.Ident) => ast.WindowSpec): unknown {
  if (Array.isArray(node)) {
    const items = node.map((item) => replaceIn(item, lookUp));
    return items.every((item, i) => item === node[i]) ? node : items;
  }
  if (typeof node !== 'object' || node === null) return node;
  const record = node as Readonly<Record<string, unknown>>;
  if (record['kind'] === 'Query') return node;
  if (record['kind'] === 'NamedWindowReference') return lookUp(record['name'] as ast.Ident);
  let changed = false;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    copy[key] = replaceIn(value, lookUp);
    changed ||= copy[key] !== value;
  }
  return changed ? copy : node;
}
