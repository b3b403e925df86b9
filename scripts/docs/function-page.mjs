/**
 * Pages of the function reference: Markdown made of documentation objects, and the results of examples read back from such a
 * page. An example is the code block `sql` under a function, its result the code block `text` behind it.
 */
import { format } from 'prettier';

/**
 * @typedef {{ name: string, aliases: readonly string[], documentation: import('../../packages/expr/dist/index.js').Documentation }} DocumentedFunction
 * @typedef {{ title: string, introduction: string, functions: readonly DocumentedFunction[] }} Page
 */

const NOTICE =
  '<!-- Written by scripts/docs/functions.mjs from the documentation objects of the functions: change those. -->';

/**
 * The page as Markdown.
 * @param {Page} page
 * @param {ReadonlyMap<string, string>} results results by example
 */
export function renderPage({ title, introduction, functions }, results) {
  const sections = [...new Set(functions.map(({ documentation }) => documentation.section))].sort();
  const parts = [`# ${title}`, NOTICE, introduction];
  for (const section of sections) {
    const members = functions
      .filter(({ documentation }) => documentation.section === section)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    parts.push(`## ${section}`, members.map(({ name }) => `[${name}](#${name})`).join(' · '));
    for (const member of members) parts.push(...functionParts(member, results));
  }
  return format(parts.join('\n\n'), { parser: 'markdown', printWidth: 120 });
}

/** @param {DocumentedFunction} func @param {ReadonlyMap<string, string>} results */
function functionParts({ name, aliases, documentation }, results) {
  const { description, syntax, args = [], related = [], sqlExample } = documentation;
  const parts = [`### ${name}`, escapeText(description), block('sql', syntax, 'syntax')];
  if (args.length > 0)
    parts.push(args.map((arg) => `- **${escapeText(arg.name)}**: ${escapeText(arg.description)}`).join('\n'));
  if (aliases.length > 0) parts.push(`Also called ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`);
  if (related.length > 0) parts.push(`See also ${related.map((other) => `[${other}](#${other})`).join(', ')}.`);
  if (sqlExample !== undefined) {
    const example = exampleOf(sqlExample);
    parts.push(block('sql', example));
    const result = results.get(example);
    if (result !== undefined) parts.push(block('text', result));
  }
  return parts;
}

/** @param {string} language @param {string} text */
const block = (language, text, note = '') => `\`\`\`${language}${note && ` ${note}`}\n${text}\n\`\`\``;

/** Text that Markdown would take for markup. @param {string} text */
const escapeText = (text) =>
  text.replace(/\n/g, '  \n').replace(/([*_<>[\]])(?![^`]*`(?:[^`]*`[^`]*`)*[^`]*$)/g, '\\$1');

/** An example as it is shown: its statements on lines of their own, each with a semicolon. @param {string} sqlExample */
export const exampleOf = (sqlExample) =>
  statementsOf(sqlExample)
    .map((statement) => `${statement};`)
    .join('\n');

/** The statements of an example. @param {string} example */
export const statementsOf = (example) =>
  example
    .split(/;\s*(?:\n|$|(?=SELECT|SET))/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/** Results by example, as a page has them. @param {string} markdown @returns {Map<string, string>} */
export function resultsOf(markdown) {
  const results = new Map();
  for (const [, example, result] of markdown.matchAll(/```sql\n([\s\S]*?)\n```\n\n```text\n([\s\S]*?)\n```/g))
    results.set(example, result);
  return results;
}
