/** How an operator describes itself: one line, one line with everything, or `key=value` lines for the tree's boxes. */
export type DisplayFormat = 'default' | 'verbose' | 'tree';
