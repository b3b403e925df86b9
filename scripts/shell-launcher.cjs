/**
 * Starts the bundled shell with what V8 compiled of it in earlier processes: otherwise more than a third of the time of
 * `SELECT 1` goes into reading the source. bundle-cli.mjs puts it beside the bundle, whose name it defines.
 */
'use strict';
const { join } = require('node:path');
const { requireWithCodeCache } = require('../packages/code-cache/src/index.ts');

const shell = requireWithCodeCache(require, join(__dirname, SHELL));
shell(require, module, (specifier) => import(specifier));
