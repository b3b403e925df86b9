/** From syntax trees to logical plans. */
export type { ContextProvider } from './context-provider.js';
export { DEFAULT_PARSER_OPTIONS, parserOptionsOf, type NullOrdering, type ParserOptions } from './parser-options.js';
export { PlannerContext } from './planner-context.js';
export { SqlToRel } from './sql-to-rel.js';
export { resolveTableReferences, type StatementReferences } from './table-references.js';
export { normalizeIdent, objectNameToTableReference } from './support/identifiers.js';
