/** `*`, `**`, `?`, `[a-z]`, `[!a]` of a path pattern as a regular expression over the whole path; `*` crosses slashes. */
export function globToRegExp(glob: string): RegExp {
  let pattern = '';
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i]!;
    if (char === '*') {
      while (glob[i + 1] === '*') i++;
      if (glob[i + 1] === '/' && glob[i - 1] === '*') {
        pattern += '(?:.*/)?';
        i++;
      } else pattern += '.*';
    } else if (char === '?') pattern += '.';
    else if (char === '[') {
      const close = glob.indexOf(']', i + 2);
      if (close < 0) pattern += '\\[';
      else {
        const body = glob
          .slice(i + 1, close)
          .replace(/\\/g, '\\\\')
          .replace(/\^/g, '\\^');
        pattern += `[${body.startsWith('!') ? `^${body.slice(1)}` : body}]`;
        i = close;
      }
    } else pattern += char.replace(/[.+^${}()|\\\]]/g, '\\$&');
  }
  return new RegExp(`^${pattern}$`, 's');
}
