import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '#scheduling/index';
import { howMany, whenDone } from './forecast.ts';

const histories = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 80 })
  .filter((completed) => completed.some((count) => count > 0))
  .map((completed) => ({ completed }));

const steady = { completed: new Array<number>(60).fill(3) };

/** Weeks whose mean jumps now and then: what plain Monte Carlo is overconfident about. */
function restless(weeks: number, seed: number): number[] {
  const random = seededRandom(seed);
  let pace = 5;
  return Array.from({ length: weeks }, () => {
    if (random() < 0.08) pace = 1 + Math.floor(10 * random());
    return Math.round(2 * pace * random());
  });
}

describe('A forecast', () => {
  it('of a steady history is certain', () => {
    expect(howMany(steady, 4).percentiles.map(({ atLeast }) => atLeast)).toEqual([12, 12, 12, 12]);
    expect(whenDone(steady, 12).percentiles.map(({ weeks }) => weeks)).toEqual([4, 4, 4, 4]);
    expect(whenDone(steady, 10).percentiles[0]!.weeks).toBeCloseTo(10 / 3);
  });

  it('promises less, and takes longer, with more confidence', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 60 }),
        (history, weeks, remaining) => {
          const counts = howMany(history, weeks).percentiles.map(({ atLeast }) => atLeast);
          const dates = whenDone(history, remaining).percentiles.map((one) => one.weeks ?? Infinity);
          expect(counts).toEqual(counts.toSorted((a, b) => b - a));
          expect(dates).toEqual(dates.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is the same for the same seed', () => {
    const history = { completed: restless(60, 3) };
    expect(whenDone(history, 40, { seed: 9 })).toEqual(whenDone(history, 40, { seed: 9 }));
  });

  it('takes longer when work keeps coming in, and never ends when more comes in than goes out', () => {
    const added = (each: number) => ({ ...steady, added: steady.completed.map(() => each) });
    expect(whenDone(added(1), 12).percentiles[0]!.weeks).toBeGreaterThan(5);
    expect(whenDone(added(3), 12).percentiles[0]!.weeks).toBeNull();
  });

  it('says that it is a cold start, and is unsure accordingly', () => {
    const cold = howMany({ completed: [3, 3] }, 4);
    expect(cold.coldStart).toBe(true);
    expect(cold.calibration.every(({ observed }) => observed === null)).toBe(true);
    const spread = cold.percentiles[0]!.atLeast - cold.percentiles[3]!.atLeast;
    expect(spread).toBeGreaterThan(4);
  });

  it('keeps about as many promises as it makes, where plain Monte Carlo does not', () => {
    const errors = [1, 2, 3, 4, 5, 6].map((seed) => {
      const { observed, uncalibrated } = howMany({ completed: restless(1_040, seed) }, 4).calibration.find(
        (one) => one.percentile === 85,
      )!;
      return { ours: Math.abs(observed! - 85), plain: Math.abs(uncalibrated! - 85) };
    });
    const mean = (of: 'ours' | 'plain') => errors.reduce((sum, error) => sum + error[of], 0) / errors.length;
    expect(mean('ours')).toBeLessThan(2);
    expect(mean('ours')).toBeLessThan(mean('plain'));
  });

  it('refuses what it cannot read', () => {
    expect(() => howMany({ completed: [] }, 4)).toThrow(/nothing to forecast from/);
    expect(() => howMany(steady, 0)).toThrow(/\/weeks/);
    expect(() => whenDone(steady, 1.5)).toThrow(/\/remaining/);
    expect(() => whenDone(steady, 5, { percentiles: [50, 100] })).toThrow(/\/percentiles\/1/);
  });
});
