export { compileRegex, escapeRegex, Regex } from './regex.js';
export { replaceInColumn, type ReplacementParts } from './column-replacer.js';
export { RegexMatcher } from './matcher.js';
export { regexMatch, regexCompileError, type RegexOptions } from './regex-match.js';
export { RegexSyntaxError, RegexTooBigError } from './syntax/regex-syntax-error.js';
export { withMatchers, withScratch } from './with-matchers.js';
export { parseRegex } from './syntax/parser.js';
