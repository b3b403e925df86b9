/** The texts of the elements of a JSON array, cut at its commas; nothing when the text is no array. */
export function* splitArray(text: string): Generator<string, void, undefined> {
  let at = text.search(/\S/);
  if (at < 0 || text[at] !== '[') return;
  let depth = 0;
  let inString = false;
  let start = ++at;
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || (char === ']' && depth > 0)) depth--;
    else if (depth === 0 && (char === ',' || char === ']')) {
      const element = text.slice(start, at).trim();
      if (element !== '') yield element;
      if (char === ']') return;
      start = at + 1;
    }
  }
  const rest = text.slice(start).trim();
  if (rest !== '') yield rest;
}
