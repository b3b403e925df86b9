const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
};

/** A size in bytes, or why the text is none. */
export type ParsedSize = { readonly ok: true; readonly bytes: number } | { readonly ok: false; readonly why: string };

/** Reads `10`, `10b`, `10k`, `10MB`, `2g`, `1t` (powers of 1024); `label` names the option in errors. */
export function parseSize(text: string, label: string): ParsedSize {
  const match = /^(-?\d+)([a-z]*)$/i.exec(text.trim());
  const factor = match === null ? undefined : FACTORS[match[2]!.toLowerCase()];
  if (match === null || factor === undefined) return { ok: false, why: `Invalid ${label} size '${text}'` };
  if (match[1]!.startsWith('-')) return { ok: false, why: `Invalid numeric value in ${label} size '${text}'` };
  const bytes = BigInt(match[1]!) * BigInt(factor);
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER)) return { ok: false, why: `${label} size '${text}' is too large` };
  return { ok: true, bytes: Number(bytes) };
}
