import { TableReference } from '@datafusion-ts/common';
import type * as ast from '../ast/index.js';
import { identText, objectNameToTableReference } from './support/identifiers.js';

/**
 * The tables a statement reads or writes, found before planning so that asynchronous catalogs can look them up: planning
 * itself is synchronous. CTEs are told apart from tables by scope: a name counts as a CTE only where its WITH reaches.
 */

/** Names of a statement. */
export interface StatementReferences {
  /** Tables by name as written, each once. */
  readonly tables: readonly TableReference[];
  /** CTEs used. */
  readonly ctes: readonly TableReference[];
}

/** The tables and CTEs of a statement. */
export function resolveTableReferences(statement: ast.Statement, enableIdentNormalization = true): StatementReferences {
  const finder = new Finder(enableIdentNormalization);
  finder.visit(statement, new Set());
  return { tables: [...finder.tables.values()], ctes: [...finder.ctes.values()] };
}

type Node = Readonly<Record<string, unknown>>;

/** SHOW and DESCRIBE are planned as queries of these. */
const INFORMATION_SCHEMA = ['tables', 'views', 'columns', 'df_settings', 'schemata', 'routines', 'parameters'];

class Finder {
  readonly tables = new Map<string, TableReference>();
  readonly ctes = new Map<string, TableReference>();
  readonly #normalize: boolean;

  constructor(normalize: boolean) {
    this.#normalize = normalize;
  }

  /** Walks a tree with a stack of its own, because chains of operators and unions are thousands deep; queries nest little. */
  visit(root: unknown, scope: ReadonlySet<string>): void {
    const pending: unknown[] = [root];
    while (pending.length > 0) {
      const node = pending.pop();
      if (typeof node !== 'object' || node === null || node instanceof Uint8Array) continue;
      if ('kind' in node && node.kind === 'Query') {
        this.#visitQuery(node as ast.Query, scope);
        continue;
      }
      if (Array.isArray(node)) {
        for (let i = node.length - 1; i >= 0; i--) pending.push(node[i]);
      } else {
        this.#addNames(node as Node, scope);
        pushParts(node as Node, pending);
      }
    }
  }

  #visitQuery(query: ast.Query, outer: ReadonlySet<string>): void {
    const scope = new Set(outer);
    for (const cte of query.with?.ctes ?? []) {
      const name = identText(cte.alias.name, this.#normalize);
      if (query.with?.recursive === true) scope.add(name);
      this.visit(cte.query, scope);
      scope.add(name);
    }
    for (const part in query) if (part !== 'with') this.visit(query[part as keyof ast.Query], scope);
  }

  #addNames(node: Node, scope: ReadonlySet<string>): void {
    switch (node['kind']) {
      case 'Table':
        if (Array.isArray(node['name']) && node['args'] === undefined) this.#add(node['name'] as ast.ObjectName, scope);
        break;
      case 'TableName':
      case 'Relation':
        this.#add(node['name'] as ast.ObjectName, scope);
        break;
      case 'Truncate':
        for (const { name } of (node as unknown as ast.Truncate).tableNames) this.#add(name, scope);
        break;
      case 'CreateIndex':
      case 'ExplainTable':
        this.#add(node['tableName'] as ast.ObjectName, scope);
        break;
      case 'ShowCreate':
        this.#add(node['objName'] as ast.ObjectName, scope);
        this.#addInformationSchema();
        break;
      case 'ShowColumns': {
        const name = (node as unknown as ast.ShowObjects).showOptions.in?.name;
        if (name !== undefined) this.#add(name, scope);
        this.#addInformationSchema();
        break;
      }
      case 'ShowTables':
      case 'ShowVariable':
      case 'ShowFunctions':
        this.#addInformationSchema();
        break;
      default:
        break;
    }
  }

  #add(name: ast.ObjectName, scope: ReadonlySet<string>): void {
    const first = name[0];
    if (name.length > 3 || first === undefined) return;
    const reference = objectNameToTableReference(name, this.#normalize);
    const found = name.length === 1 && scope.has(identText(first, this.#normalize)) ? this.ctes : this.tables;
    found.set(reference.toQuotedString(), reference);
  }

  #addInformationSchema(): void {
    for (const table of INFORMATION_SCHEMA) {
      this.tables.set(`information_schema.${table}`, TableReference.partial('information_schema', table));
    }
  }
}

/** Puts the nodes and lists directly inside of a node on the stack, the first of them on top. */
function pushParts(node: Node, pending: unknown[]): void {
  const start = pending.length;
  for (const name in node) {
    const value = node[name];
    if (typeof value === 'object' && value !== null && name !== 'span') pending.push(value);
  }
  for (let low = start, high = pending.length - 1; low < high; low++, high--) {
    const part = pending[low];
    pending[low] = pending[high];
    pending[high] = part;
  }
}
