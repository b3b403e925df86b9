/** Whether a statement is an EXPLAIN, leading comments aside. */
export function isExplain(sql: string): boolean {
  return /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*explain\b/i.test(sql);
}
