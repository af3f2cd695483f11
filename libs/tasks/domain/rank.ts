const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;

/** The place of the n-th task of a project before anyone moves it: behind all earlier ones. */
export function initialRank(number: number): string {
  return `${number.toString(BASE).padStart(6, '0')}i`;
}

/**
 * A place between two others in plain text order, so that a move writes one row. Null means the open end. Grows by one
 * digit for about five moves into the same gap. O(length).
 */
export function rankBetween(before: string | null, after: string | null): string {
  let rank = '';
  for (let index = 0; ; index++) {
    const low = digitAt(before, index, 0);
    const high = rank === (after ?? '').slice(0, index) ? digitAt(after, index, BASE) : BASE;
    if (high - low > 1) return rank + DIGITS[(low + high) >> 1];
    rank += DIGITS[low];
  }
}

function digitAt(rank: string | null, index: number, absent: number): number {
  return rank !== null && index < rank.length ? DIGITS.indexOf(rank[index]!) : absent;
}
