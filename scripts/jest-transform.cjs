/** Jest transformer: TypeScript to CommonJS by esbuild, several times faster than a type-checking transformer. */
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

const options = {
  loader: 'ts',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  // Jest's module system has no native import(): have it become a require.
  supported: { 'dynamic-import': false },
};

module.exports = {
  process: (source, file) => ({ code: transformSync(source, { ...options, sourcefile: file }).code }),
  getCacheKey: (source, file) =>
    createHash('sha256')
      .update(JSON.stringify([version, options, file, source]))
      .digest('hex'),
};
