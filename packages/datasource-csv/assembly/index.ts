/** Kernels of the CSV reader. Twins: src/twin. */
export * from './split';
