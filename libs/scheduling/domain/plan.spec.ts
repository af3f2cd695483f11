import { describe, expect, it } from '@jest/globals';
import { bestPlan, quickPlan } from './plan.ts';
import type { Person, PlannedTask, Problem } from './problem.ts';

const task = (id: string, duration: number, rest: Partial<PlannedTask> = {}): PlannedTask => ({
  id,
  duration,
  ...rest,
});
const after = (...tasks: string[]) => ({ predecessors: tasks.map((before) => ({ task: before })) });
const planned = (problem: Problem, id: string) => quickPlan(problem).tasks.find((one) => one.id === id)!;

describe('A plan', () => {
  it('honours all four relations and their lags', () => {
    const starts = (type: 'FS' | 'SS' | 'FF' | 'SF', lag: number) =>
      planned(
        { tasks: [task('a', 10, { release: 5 }), task('b', 4, { predecessors: [{ task: 'a', type, lag }] })] },
        'b',
      ).start;
    expect([starts('FS', 2), starts('FS', -3), starts('SS', 1), starts('FF', 0), starts('SF', 6)]).toEqual([
      17, 12, 6, 11, 7,
    ]);
  });

  it('shares an effort among the people on it, each in their own hours', () => {
    const people = [
      {
        id: 'full',
        skills: { law: 1 },
        working: [
          [0, 8],
          [24, 32],
        ] as const,
      },
      {
        id: 'half',
        skills: { law: 1 },
        working: [
          [0, 4],
          [24, 28],
        ] as const,
      },
    ];
    const problem = { people, tasks: [{ id: 'a', effort: 18, skills: [{ skill: 'law', count: 2 }] }] };
    expect(planned(problem, 'a')).toMatchObject({ start: 0, finish: 27 });
  });

  it('keeps skills with their levels apart, and says who does what', () => {
    const people: Person[] = [
      { id: 'ana', skills: { law: 3, code: 1 } },
      { id: 'ben', skills: { law: 1 } },
    ];
    const problem: Problem = {
      people,
      tasks: [
        task('a', 1, { skills: [{ skill: 'law' }, { skill: 'code' }] }),
        task('b', 1, { skills: [{ skill: 'law', level: 2 }] }),
      ],
    };
    expect(planned(problem, 'a').people).toEqual([
      { person: 'ana', skill: 'code' },
      { person: 'ben', skill: 'law' },
    ]);
    expect(planned(problem, 'b').people).toEqual([{ person: 'ana', skill: 'law' }]);
  });

  it('puts due dates before makespan', () => {
    const room = { demands: { room: 1 } };
    const tasks = [task('long', 9, room), task('urgent', 2, { ...room, due: 2 }), task('tail', 5, after('long'))];
    const plan = quickPlan({ resources: [{ id: 'room', capacity: 1 }], tasks });
    expect([plan.tardiness, plan.makespan]).toEqual([0, 16]);
  });

  it('names what is impossible and plans the rest', () => {
    const problem: Problem = {
      resources: [{ id: 'room', capacity: 1 }],
      people: [
        { id: 'ana', skills: { law: 1, code: 1 }, working: [[0, 10]] },
        { id: 'ben', skills: {}, working: [[10, 20]] },
      ],
      tasks: [
        task('crowd', 1, { demands: { room: 2 } }),
        task('sequel', 1, after('crowd')),
        task('magic', 1, { skills: [{ skill: 'magic' }] }),
        task('both', 1, { skills: [{ skill: 'law' }, { skill: 'code' }] }),
        task('never', 1, { lock: { people: ['ana', 'ben'] } }),
        task('work', 4),
        task('early', 1, { ...after('work'), lock: { start: 2 } }),
        task('one', 3, { lock: { start: 4, people: ['ana'] } }),
        task('two', 3, { lock: { start: 5, people: ['ana'] } }),
      ],
    };
    const plan = quickPlan(problem);
    expect(plan.tasks.map(({ id }) => id)).toEqual(['work', 'one']);
    expect(Object.fromEntries(plan.unplanned.map(({ task: id, reason, because }) => [id, [reason, because]]))).toEqual({
      crowd: ['demand_exceeds_capacity', 'room'],
      sequel: ['waits_for_unplanned', 'crowd'],
      magic: ['nobody_able', 'magic'],
      both: ['too_few_people', 'law, code'],
      never: ['no_common_hours', 'never'],
      early: ['lock_before_predecessor', 'work'],
      two: ['lock_occupied', 'one'],
    });
  });

  it('refuses bad input with pointers, and names a cycle', () => {
    const cycle = [
      task('a', 1, after('c')),
      task('b', 1, after('a')),
      task('c', 1, after('b')),
      task('d', 1, after('c')),
    ];
    expect(() => quickPlan({ tasks: cycle })).toThrow(/wait for each other: \w → \w → \w → \w/);
    const bad: Problem = {
      resources: [{ id: 'r', capacity: -1 }],
      tasks: [task('a', NaN, { demands: { q: 1 } }), task('a', 1, after('nobody'))],
    };
    let pointers: string[] = [];
    try {
      quickPlan(bad);
    } catch (error) {
      pointers = (error as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    }
    expect(pointers).toEqual([
      '/tasks/1/id',
      '/resources/0/capacity',
      '/tasks/0/duration',
      '/tasks/0/demands/q',
      '/tasks/1/predecessors/0/task',
    ]);
  });

  it('stops when told to, with the best plan so far, and reports how it goes', () => {
    const tasks = Array.from({ length: 30 }, (_, at) =>
      task(String(at), 1 + ((at * 7) % 5), { demands: { r: 1 + (at % 3) } }),
    );
    const problem = { resources: [{ id: 'r', capacity: 4 }], tasks: [...tasks, task('tail', 3, { release: 1 })] };
    const told: number[] = [];
    let asked = 0;
    const stopped = bestPlan(
      { ...problem },
      { shouldStop: () => ++asked > 40, onProgress: ({ schedulesUsed }) => told.push(schedulesUsed) },
    );
    expect(stopped.schedulesUsed).toBeLessThanOrEqual(41);
    expect(stopped.tasks).toHaveLength(31);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('is there even when stopped before it began, and refuses an endless budget', () => {
    expect(bestPlan({ tasks: [task('a', 2)] }, { shouldStop: () => true }).tasks).toMatchObject([
      { start: 0, finish: 2 },
    ]);
    expect(() => bestPlan({ tasks: [] }, { schedules: NaN })).toThrow(/\/budget\/schedules/);
    expect(() => quickPlan({ tasks: [1, 2, 3].map((id) => task(String(id), 400_000_000)) })).toThrow(/too long/);
  });

  it('of nothing is empty', () => {
    expect(quickPlan({ tasks: [], start: 5 })).toMatchObject({
      tasks: [],
      finish: 5,
      makespan: 0,
      lowerBound: 0,
      criticalChain: [],
    });
  });
});
