export * from './data-type.js';
export * from './schema.js';
export * from './errors.js';
export * from './scalar-value.js';
