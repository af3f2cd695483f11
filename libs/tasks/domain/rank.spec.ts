import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { initialRank, rankBetween } from './rank.ts';

describe('A rank', () => {
  it('lies between its neighbours after any sequence of moves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }), (moves) => {
        const ranks = [initialRank(1), initialRank(2), initialRank(3)];
        for (const move of moves) {
          const place = move % (ranks.length + 1);
          ranks.splice(place, 0, rankBetween(ranks[place - 1] ?? null, ranks[place] ?? null));
        }
        expect(ranks).toEqual([...ranks].sort());
        expect(new Set(ranks).size).toBe(ranks.length);
      }),
    );
  });

  it('keeps new tasks behind all earlier ones', () => {
    fc.assert(fc.property(fc.nat(2_000_000), (number) => initialRank(number) < initialRank(number + 1)));
  });
});
