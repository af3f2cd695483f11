import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { munkres } from 'munkres';
import { lapjv } from './lapjv.ts';

const matrix = (max: number, value = fc.nat(50)) =>
  fc
    .integer({ min: 1, max })
    .chain((n) => fc.array(fc.array(value, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }));

describe('The square assignment', () => {
  it.each([
    ['few different costs', matrix(9, fc.nat(3))],
    ['many different costs', matrix(9, fc.nat(1_000_000))],
    ['costs below 0', matrix(7, fc.integer({ min: -9, max: 9 }))],
  ])('is a permutation with feasible prices that prove its cost: %s', (_name, squares) => {
    fc.assert(
      fc.property(squares, (rows) => {
        const n = rows.length;
        const { column, u, v, cost, bound } = lapjv(n, Float64Array.from(rows.flat()));
        expect(new Set(column).size).toBe(n);
        rows.forEach((row, i) => row.forEach((each, j) => expect(u[i]! + v[j]!).toBeLessThanOrEqual(each)));
        expect(column.reduce((sum, j, i) => sum + rows[i]![j]!, 0)).toBe(cost);
        expect(bound).toBe(cost);
      }),
    );
  });

  it('costs what munkres finds', () => {
    fc.assert(
      fc.property(matrix(12), (rows) => {
        const expected = munkres(rows).reduce((sum, [i, j]) => sum + rows[i]![j]!, 0);
        expect(lapjv(rows.length, Float64Array.from(rows.flat())).cost).toBe(expected);
      }),
    );
  });

  it('of nothing is nothing', () => {
    expect(lapjv(0, new Float64Array(0))).toMatchObject({ cost: 0, bound: 0 });
  });
});
