/** What somebody typed into a search box, taken apart. */
export interface SearchWords {
  /** Texts that must stand as they are. */
  phrases: readonly string[];
  /** Beginnings of words, all of which must be there. */
  words: readonly string[];
  /** What a title may resemble instead, for slips of the keyboard; null where that makes no sense. */
  typed: string | null;
}

const SHORTEST_TYPO = 4;

/** Reads `sitem "draw the"`: words are beginnings, quoted parts are phrases; an open quote ends with the text. O(n). */
export function readSearch(text: string): SearchWords {
  const parts = text.split('"');
  const phrases = parts.filter((part, index) => index % 2 === 1 && hasLetters(part)).map((part) => part.trim());
  const words = parts
    .filter((_, index) => index % 2 === 0)
    .flatMap((part) => part.split(/\s+/))
    .filter(hasLetters);
  const typed = words.join(' ');
  return { phrases, words, typed: phrases.length === 0 && typed.length >= SHORTEST_TYPO ? typed : null };
}

const hasLetters = (text: string) => /[\p{L}\p{N}]/u.test(text);
