export { requireWithCodeCache } from './require-with-code-cache.js';
