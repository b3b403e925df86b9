export { like, compileLike, type LikeOptions, type TextPredicate } from './like.js';
export { compileRegex, regexMatch, type RegexOptions } from './regex.js';
