export { default } from './scripts/lint/eslint.config.js';
