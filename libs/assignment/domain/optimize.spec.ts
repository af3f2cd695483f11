import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import highsLoader from 'highs';
import { optimize } from './optimize.ts';
import type { AssignmentProblem } from './problem.ts';

// The package's types describe its CommonJS build; Node loads the other one, whose default export is the loader itself.
const loadHighs = highsLoader as unknown as typeof highsLoader.default;

const problem = (maxTasks: number, maxPeople: number, capacity = fc.nat(3)) =>
  fc.tuple(fc.integer({ min: 1, max: maxTasks }), fc.integer({ min: 1, max: maxPeople })).chain(([n, m]) =>
    fc
      .tuple(
        fc.array(capacity, { minLength: m, maxLength: m }),
        fc.array(fc.option(fc.integer({ min: -20, max: 100 }), { freq: 2 }), { minLength: n * m, maxLength: n * m }),
        fc.constantFrom(0, 0, 1, 5),
      )
      .map(([capacities, cells, fairness]): AssignmentProblem => ({
        people: capacities.map((slots, j) => ({ id: `p${j}`, capacity: slots })),
        tasks: Array.from({ length: n }, (_, t) => ({ id: `t${t}` })),
        scores: cells.flatMap((score, i) =>
          score === null ? [] : [{ task: `t${Math.floor(i / m)}`, person: `p${i % m}`, score }],
        ),
        fairness,
      })),
  );

const scoreOnly = (asked: AssignmentProblem) => ({ ...asked, fairness: 0 });

/** Most tasks, then most score, by trying everything. */
function bruteForce({ people, tasks, scores }: AssignmentProblem): [number, number] {
  const left = new Map(people.map(({ id, capacity = Infinity }) => [id, capacity]));
  const from = (at: number): [number, number] => {
    if (at === tasks.length) return [0, 0];
    let best = from(at + 1);
    for (const { task, person, score } of scores) {
      if (task !== tasks[at]!.id || left.get(person)! === 0) continue;
      left.set(person, left.get(person)! - 1);
      const [count, total] = from(at + 1);
      if (count + 1 > best[0] || (count + 1 === best[0] && total + score > best[1])) best = [count + 1, total + score];
      left.set(person, left.get(person)! + 1);
    }
    return best;
  };
  return from(0);
}

/** Most tasks first, best pair first: what a person with a sorted list would do. */
function greedy({ people, scores }: AssignmentProblem): [number, number] {
  const left = new Map(people.map(({ id, capacity = Infinity }) => [id, capacity]));
  const done = new Set<string>();
  let total = 0;
  for (const { task, person, score } of scores.toSorted((a, b) => b.score - a.score)) {
    if (done.has(task) || left.get(person)! === 0) continue;
    done.add(task);
    left.set(person, left.get(person)! - 1);
    total += score;
  }
  return [done.size, total];
}

describe('The best plan', () => {
  it('keeps every capacity and eligibility, and proves that it is the best', () => {
    fc.assert(
      fc.property(problem(12, 6), (asked) => {
        const plan = optimize(asked);
        const pairs = new Map(asked.scores.map(({ task, person, score }) => [`${task} ${person}`, score]));
        for (const { task, person, score } of plan.assignments) expect(pairs.get(`${task} ${person}`)).toBe(score);
        for (const { id, capacity } of asked.people)
          expect(plan.assignments.filter(({ person }) => person === id).length).toBeLessThanOrEqual(capacity!);
        const told = [...plan.assignments, ...plan.unassigned].map(({ task }) => task);
        expect(told.sort()).toEqual(asked.tasks.map(({ id }) => id).sort());
        expect(plan.optimal).toBe(true);
        expect(plan.dualBound).toBeCloseTo(plan.objective, 6);
      }),
    );
  });

  it('is what trying everything finds: most tasks, then most score', () => {
    fc.assert(
      fc.property(problem(6, 4).map(scoreOnly), (asked) => {
        const plan = optimize(asked);
        expect([plan.assignments.length, plan.totalScore]).toEqual(bruteForce(asked));
      }),
    );
  });

  it('is the same in the one-to-one case, which another algorithm solves', () => {
    fc.assert(
      fc.property(problem(6, 6, fc.constant(1)).map(scoreOnly), (asked) => {
        const plan = optimize(asked);
        expect([plan.assignments.length, plan.totalScore]).toEqual(bruteForce(asked));
        expect(plan.optimal).toBe(true);
      }),
    );
  });

  it('is never worse than the greedy plan', () => {
    fc.assert(
      fc.property(problem(20, 8).map(scoreOnly), (asked) => {
        const { assignments, totalScore } = optimize(asked);
        const [count, total] = greedy(asked);
        expect(assignments.length).toBeGreaterThanOrEqual(count);
        if (assignments.length === count) expect(totalScore).toBeGreaterThanOrEqual(total);
      }),
    );
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(problem(10, 6), (asked) => {
        const turned = {
          ...asked,
          people: asked.people.toReversed(),
          tasks: asked.tasks.toReversed(),
          scores: asked.scores.toReversed(),
        };
        const pairs = (of: AssignmentProblem) =>
          optimize(of)
            .assignments.map(({ task, person }) => `${task} ${person}`)
            .sort();
        expect(pairs(turned)).toEqual(pairs(asked));
      }),
    );
  });

  it('never gets worse by one more person', () => {
    fc.assert(
      fc.property(problem(10, 6).map(scoreOnly), (asked) => {
        const fewer = {
          ...asked,
          people: asked.people.slice(1),
          scores: asked.scores.filter(({ person }) => person !== 'p0'),
        };
        const [without, withAll] = [optimize(fewer), optimize(asked)];
        expect(withAll.assignments.length).toBeGreaterThanOrEqual(without.assignments.length);
        if (withAll.assignments.length === without.assignments.length)
          expect(withAll.totalScore).toBeGreaterThanOrEqual(without.totalScore);
      }),
    );
  });

  it('agrees with HiGHS on the linear program', async () => {
    const highs = await loadHighs();
    fc.assert(
      fc.property(problem(12, 6).map(scoreOnly), (asked) => {
        fc.pre(asked.scores.length > 0);
        const { assignments, totalScore } = optimize(asked);
        const term = ({ score }: { score: number }, i: number) =>
          `${score + 10_000 >= 0 ? '+' : ''}${score + 10_000} x${i}`;
        const row = (name: string, keep: (pair: AssignmentProblem['scores'][number]) => boolean, limit: number) => {
          const terms = asked.scores.flatMap((pair, i) => (keep(pair) ? [`+ x${i}`] : []));
          return terms.length ? [` ${name}: ${terms.join(' ')} <= ${limit}`] : [];
        };
        const model = [
          'Maximize',
          ` obj: ${asked.scores.map(term).join(' ')}`,
          'Subject To',
          ...asked.tasks.flatMap(({ id }) => row(id, ({ task }) => task === id, 1)),
          ...asked.people.flatMap(({ id, capacity }) => row(id, ({ person }) => person === id, capacity!)),
          'End',
        ].join('\n');
        const { ObjectiveValue } = highs.solve(model);
        expect(totalScore + 10_000 * assignments.length).toBeCloseTo(ObjectiveValue, 4);
      }),
      { numRuns: 30 },
    );
  });

  it('evens loads out when asked, without leaving a task out for it', () => {
    const people = ['a', 'b', 'c'].map((id) => ({ id }));
    const tasks = Array.from({ length: 9 }, (_, t) => ({ id: `t${t}` }));
    const scores = tasks.flatMap(({ id }) =>
      people.map((person, j) => ({ task: id, person: person.id, score: 80 + (j === 0 ? 1 : 0) })),
    );
    expect(optimize({ people, tasks, scores }).fairness).toEqual({ jain: 1 / 3, idle: ['b', 'c'] });
    const fair = optimize({ people, tasks, scores, fairness: 1 });
    expect(fair.fairness).toEqual({ jain: 1, idle: [] });
    expect(fair.unassigned).toEqual([]);
  });

  it('says why a task stays without a person', () => {
    const plan = optimize({
      people: [{ id: 'a', capacity: 1 }],
      tasks: [{ id: 't1' }, { id: 't2' }, { id: 't3' }],
      scores: [
        { task: 't1', person: 'a', score: 90 },
        { task: 't2', person: 'a', score: 60 },
      ],
    });
    expect(plan.unassigned.map(({ task, reason }) => [task, reason])).toEqual([
      ['t2', 'no_capacity'],
      ['t3', 'nobody_suits'],
    ]);
    expect(plan.optimal).toBe(true);
  });

  it.each<[Partial<AssignmentProblem>, string]>([
    [{ people: [{ id: 'a', capacity: -1 }] }, '/people/0/capacity'],
    [{ people: [{ id: 'a', capacity: 1.5 }] }, '/people/0/capacity'],
    [{ people: [{ id: 'a' }, { id: 'a' }] }, '/people/1/id'],
    [{ tasks: [{ id: 't' }, { id: 't' }] }, '/tasks/1/id'],
    [{ scores: [{ task: 'x', person: 'a', score: 1 }] }, '/scores/0/task'],
    [{ scores: [{ task: 't', person: 'x', score: 1 }] }, '/scores/0/person'],
    [{ scores: [{ task: 't', person: 'a', score: NaN }] }, '/scores/0/score'],
    [{ scores: [1, 2].map((score) => ({ task: 't', person: 'a', score })) }, '/scores/1'],
    [{ fairness: -1 }, '/fairness'],
  ])('refuses %j at %s', (change, pointer) => {
    const asked = { people: [{ id: 'a' }], tasks: [{ id: 't' }], scores: [], ...change };
    expect(() => optimize(asked)).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }));
  });

  it('of nothing is nothing', () => {
    const plan = optimize({ people: [], tasks: [], scores: [] });
    expect(plan).toMatchObject({ assignments: [], totalScore: 0, dualBound: 0, optimal: true, unassigned: [] });
  });
});

describe('A plan under capacities in hours', () => {
  const inHours = problem(10, 5).chain((asked) =>
    fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: asked.tasks.length, maxLength: asked.tasks.length }),
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: asked.people.length, maxLength: asked.people.length }),
      )
      .map(([hours, capacities]): AssignmentProblem => ({
        ...asked,
        tasks: asked.tasks.map((task, t) => ({ ...task, hours: hours[t] })),
        people: asked.people.map((person, j) => ({ ...person, capacity: capacities[j], maxTasks: 3 })),
      })),
  );

  it('keeps every limit, and its objective never exceeds the bound', () => {
    fc.assert(
      fc.property(inHours, (asked) => {
        const plan = optimize(asked);
        const effort = new Map(asked.tasks.map(({ id, hours }) => [id, hours ?? 0]));
        for (const { id, capacity } of asked.people) {
          const mine = plan.assignments.filter(({ person }) => person === id);
          expect(mine.length).toBeLessThanOrEqual(3);
          expect(mine.reduce((sum, { task }) => sum + effort.get(task)!, 0)).toBeLessThanOrEqual(capacity!);
        }
        expect(plan.objective).toBeLessThanOrEqual(plan.dualBound + 1e-6);
        expect(optimize(asked)).toEqual(plan);
      }),
      { numRuns: 50 },
    );
  });

  it('is the best one where everything can be tried', () => {
    const plan = optimize({
      people: [
        { id: 'a', capacity: 10 },
        { id: 'b', capacity: 10 },
      ],
      tasks: [7, 6, 4, 3].map((hours, t) => ({ id: `t${t}`, hours })),
      scores: [0, 1, 2, 3].flatMap((t) => [
        { task: `t${t}`, person: 'a', score: 50 },
        { task: `t${t}`, person: 'b', score: 40 },
      ]),
    });
    expect(plan.unassigned).toEqual([]);
    expect(plan.totalScore).toBe(180);
  });
});
