import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { burn, cumulativeFlow, type Move } from './flow.ts';

const periods = 6;
const categories = ['todo', 'in_progress', 'done'] as const;
const category = fc.constantFrom(...categories);
/** The lives of some tasks: where each is in the periods in which it moves. */
const lives = fc.array(
  fc.array(fc.record({ period: fc.nat(periods), to: category }), { minLength: 1, maxLength: 5 }).map((steps) => {
    return steps.sort((a, b) => a.period - b.period);
  }),
);

describe('The cumulative flow', () => {
  it('tells where every task stood at the end of each period', () => {
    fc.assert(
      fc.property(lives, (tasks) => {
        const moves: Move<(typeof categories)[number]>[] = tasks.flatMap((steps) =>
          steps.map(({ period, to }, index) => ({ period, to, from: steps[index - 1]?.to ?? null, tasks: 1 })),
        );
        const flow = cumulativeFlow(moves, categories, periods);
        flow.forEach((standing, index) => {
          const places = tasks.map((steps) => steps.findLast(({ period }) => period <= index + 1)?.to);
          for (const each of categories) {
            expect(standing[each]).toBe(places.filter((place) => place === each).length);
          }
        });
      }),
    );
  });
});

describe('The burn-up', () => {
  it('adds up what came before the first period and in each', () => {
    const before = { period: 0, created: 3, created_hours: 12, completed: 1, completed_hours: 4 };
    const second = { period: 2, created: 1, created_hours: 2, completed: 2, completed_hours: 8 };
    expect(burn([second, before], 2)).toEqual([
      { created: 0, completed: 0, scope: 3, done: 1, scope_hours: 12, done_hours: 4 },
      { created: 1, completed: 2, scope: 4, done: 3, scope_hours: 14, done_hours: 12 },
    ]);
  });
});
