/** What stands around a match in texts that come from the database. */
export const MATCH_BEGINS = '\u0002';
export const MATCH_ENDS = '\u0003';

const SIMILAR = 0.4;

/** The text as HTML: everything escaped, matches in `<mark>`. O(n). */
export function asHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(MATCH_BEGINS, '<mark>')
    .replaceAll(MATCH_ENDS, '</mark>');
}

/** Whether the database has found something in the text. */
export const hasMatch = (text: string): boolean => text.includes(MATCH_BEGINS);

/** The text with those words between match signs that resemble one of the words typed. O(words × typed × length). */
export function markSimilar(text: string, typed: string): string {
  const wanted = typed.split(/\s+/).map(trigrams);
  return text.replace(/[\p{L}\p{N}]+/gu, (word) => {
    const own = trigrams(word);
    return wanted.some((one) => similarity(one, own) >= SIMILAR) ? MATCH_BEGINS + word + MATCH_ENDS : word;
  });
}

/** As pg_trgm has it: a word is the set of its threes of letters, with two blanks before and one behind. */
function trigrams(word: string): Set<string> {
  const padded = `  ${word.toLowerCase()} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, index) => padded.slice(index, index + 3)));
}

const similarity = (a: Set<string>, b: Set<string>) => a.intersection(b).size / a.union(b).size;
