/** Kernels of the JSON reader. Twins: src/twin. */
export * from './split';
