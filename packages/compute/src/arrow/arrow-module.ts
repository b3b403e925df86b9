/** The apache-arrow module as loaded at run time; nothing else of this engine imports it. */
export type ArrowModule = typeof import('apache-arrow');
