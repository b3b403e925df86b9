export { asciiCase, type AsciiCased } from './ascii-case.js';
export { like, compileLike, type LikeOptions } from './like.js';
export { compileRegex, regexMatch, regexCompileError, type RegexOptions } from './regex.js';
export { RegexSyntaxError } from './regex-syntax-error.js';
