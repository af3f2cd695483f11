import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestPlan, quickPlan } from './plan.ts';
import type { Interval, PlannedTask, Problem } from './problem.ts';
import { violations } from './violations.ts';

const small = (max: number) => fc.integer({ min: 0, max });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** Days of 10 with a working stretch in each, so that everybody pauses. */
const week: fc.Arbitrary<Interval[]> = fc
  .array(fc.tuple(small(5), fc.integer({ min: 1, max: 6 })), { minLength: 30, maxLength: 30 })
  .map((days) =>
    days.map(([from, length], day): Interval => [10 * day + from, Math.min(10 * day + from + length, 10 * day + 10)]),
  );

const skills = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 3 }), { maxKeys: 3 });

function taskOf(at: number): fc.Arbitrary<PlannedTask> {
  return fc
    .record({
      work: small(7),
      isEffort: fc.boolean(),
      links:
        at === 0
          ? fc.constant([])
          : fc.uniqueArray(
              fc.record({
                task: small(at - 1).map(String),
                type: fc.constantFrom('FS', 'FS', 'SS', 'FF', 'SF'),
                lag: fc.integer({ min: -2, max: 4 }),
              }),
              { maxLength: 3, selector: ({ task }) => task },
            ),
      demands: fc.dictionary(fc.constantFrom('r', 's'), small(3), { maxKeys: 2 }),
      skills: fc.uniqueArray(
        fc.record({
          skill: fc.constantFrom('a', 'b', 'c'),
          count: fc.integer({ min: 0, max: 2 }),
          level: maybe(fc.integer({ min: 1, max: 2 })),
        }),
        { maxLength: 2, selector: ({ skill }) => skill },
      ),
      release: maybe(small(30)),
      due: maybe(small(40)),
      lock: fc.option(fc.record({ start: maybe(small(40)), people: maybe(fc.constantFrom(['p0'], ['p0', 'p1'])) }), {
        nil: undefined,
        freq: 6,
      }),
    })
    .map(({ work, isEffort, links, ...rest }) => ({
      id: String(at),
      ...(isEffort ? { effort: work } : { duration: work }),
      predecessors: links as PlannedTask['predecessors'],
      ...rest,
    }));
}

const problems: fc.Arbitrary<Problem> = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc.record({
    tasks: fc.tuple(...Array.from({ length: size }, (_, at) => taskOf(at))),
    resources: fc.tuple(maybe(week), maybe(week)).map(([one, other]) => [
      { id: 'r', capacity: 3, working: one },
      { id: 's', capacity: 4, working: other },
    ]),
    people: fc
      .array(fc.record({ skills, working: maybe(week) }), { minLength: 2, maxLength: 5 })
      .map((people) => people.map((person, at) => ({ id: `p${at}`, ...person }))),
    start: maybe(small(5)),
    working: maybe(week),
  }),
);

describe('A plan', () => {
  it('never breaks precedence, hours, capacity, skills or locks, and no plan is below the lower bound', () => {
    fc.assert(
      fc.property(problems, fc.integer(), (problem, seed) => {
        for (const plan of [quickPlan(problem), bestPlan(problem, { schedules: 60, seed })]) {
          expect(violations(problem, plan)).toEqual([]);
          expect(plan.makespan).toBeGreaterThanOrEqual(plan.lowerBound);
          expect(plan.tasks.length + plan.unplanned.length).toBe(problem.tasks.length);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never gets worse by a longer search, and is the same for the same seed', () => {
    fc.assert(
      fc.property(problems, fc.integer(), (problem, seed) => {
        const quick = quickPlan(problem);
        const long = bestPlan(problem, { schedules: 150, seed });
        expect(bestPlan(problem, { schedules: 150, seed })).toEqual(long);
        if (long.unplanned.length === quick.unplanned.length) {
          expect(4_096 * long.tardiness + long.makespan).toBeLessThanOrEqual(4_096 * quick.tardiness + quick.makespan);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of a few tasks is as short as the best of all orders', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), small(3)), {
          minLength: 1,
          maxLength: 6,
        }),
        (rows) => {
          const tasks = rows.map(([duration, units, back], at) => ({
            id: String(at),
            duration,
            demands: { r: units },
            predecessors: back > 0 && at >= back ? [{ task: String(at - back) }] : [],
          }));
          const { makespan } = bestPlan({ tasks, resources: [{ id: 'r', capacity: 4 }] }, { schedules: 2_000 });
          expect(makespan).toBe(
            Math.min(...orders(tasks.map(({ id }) => Number(id))).map((order) => shortest(tasks, order))),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

function orders(of: number[]): number[][] {
  return of.length === 0
    ? [[]]
    : of.flatMap((first) => orders(of.filter((other) => other !== first)).map((rest) => [first, ...rest]));
}

/** Makespan of one order, hour by hour; orders against precedence count as endless. */
function shortest(tasks: readonly PlannedTask[], order: readonly number[]): number {
  const used = new Array<number>(100).fill(0);
  const finish = new Map<string, number>();
  for (const at of order) {
    const { id, duration = 0, demands, predecessors } = tasks[at]!;
    let start = Math.max(0, ...predecessors!.map(({ task }) => finish.get(task) ?? Infinity));
    if (start === Infinity) return Infinity;
    while (used.slice(start, start + duration).some((units) => units + demands!.r! > 4)) start++;
    for (let time = start; time < start + duration; time++) used[time]! += demands!.r!;
    finish.set(id, start + duration);
  }
  return Math.max(...finish.values());
}
