import { describe, expect, it } from '@jest/globals';
import { quickPlan } from './plan.ts';
import type { Problem } from './problem.ts';
import type { ScheduledTask } from './schedule.ts';
import { violations } from './violations.ts';

const problem: Problem = {
  resources: [{ id: 'room', capacity: 1 }],
  people: [
    {
      id: 'ana',
      skills: { law: 2 },
      working: [
        [0, 8],
        [10, 18],
      ],
    },
    { id: 'ben', skills: { code: 1 } },
  ],
  tasks: [
    { id: 'draft', duration: 4, demands: { room: 1 }, skills: [{ skill: 'law', level: 2 }] },
    { id: 'build', duration: 3, demands: { room: 1 }, skills: [{ skill: 'code' }] },
    { id: 'review', duration: 5, predecessors: [{ task: 'draft' }], skills: [{ skill: 'law' }] },
    { id: 'launch', duration: 1, lock: { start: 30 } },
  ],
};

/** The rules that are broken when some fields of one task of a good plan are changed. */
function rulesBroken(id: string, change: Partial<ScheduledTask>): string[] {
  const { tasks, unplanned } = quickPlan(problem);
  const changed = tasks.map((task) => (task.id === id ? { ...task, ...change } : task));
  return [...new Set(violations(problem, { tasks: changed, unplanned }).map(({ rule }) => rule))];
}

describe('The check of a schedule', () => {
  it('finds nothing in a good plan', () => {
    expect(rulesBroken('draft', {})).toEqual([]);
  });

  it.each<[string, string, Partial<ScheduledTask>]>([
    ['precedence', 'review', { start: 3, finish: 8 }],
    ['capacity', 'build', { start: 1, finish: 4 }],
    ['people', 'review', { start: 2, finish: 7 }],
    ['work', 'review', { start: 10, finish: 14 }],
    ['work', 'draft', { start: 8, finish: 14 }],
    ['skills', 'build', { people: [{ person: 'ana', skill: 'code' }] }],
    ['skills', 'draft', { people: [] }],
    ['lock', 'launch', { start: 31, finish: 32 }],
    ['start', 'build', { start: -3, finish: 0 }],
  ])('finds broken %s (%s)', (rule, id, change) => {
    expect(rulesBroken(id, change)).toContain(rule);
  });

  it('finds a task that is neither planned nor said to be impossible', () => {
    expect(violations(problem, { tasks: [], unplanned: [] }).map(({ rule }) => rule)).toEqual(
      Array(4).fill('forgotten'),
    );
  });
});
