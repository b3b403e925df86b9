#!/usr/bin/env node
/**
 * Starts a bundled program with what V8 compiled of it the last time: otherwise more than a third of the time of the shell's
 * `SELECT 1` goes into reading the source. bundle-program.mjs copies this file beside the bundle, where the compiled code is
 * kept too; whoever may write there may change the bundle as well. V8 refuses the code of another version of itself.
 */
'use strict';
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

// Its name has a hash of its contents, so that code is never taken for another source.
const bundle = join(__dirname, 'PROGRAM');
const cache = `${bundle}.${process.version}-${process.arch}.cache`;
const cachedData = readIfThere(cache);
const source = `(function(require,module,exports,import_){${readFileSync(bundle, 'utf8')}\n})`;
const script = new Script(source, { filename: bundle, cachedData });
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keep);
script.runInThisContext()(require, module, module.exports, (specifier) => import(specifier));

function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** At the end, for V8 compiles functions when they are first called. */
function keep() {
  const draft = `${cache}.${process.pid}`;
  try {
    writeFileSync(draft, script.createCachedData());
    renameSync(draft, cache);
  } catch {
    // The folder cannot be written: the next start takes as long as this one.
  }
}
