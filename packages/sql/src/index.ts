/** The SQL syntax tree. */
export type * from './ast/index.js';
