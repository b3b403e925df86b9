export { asciiCase, type AsciiCased } from './ascii-case.js';
export { like, type LikeOptions } from './like.js';
export { joinTexts } from './join-texts.js';
