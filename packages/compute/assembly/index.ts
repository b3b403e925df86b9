export * from './core';
export * from './functions';
