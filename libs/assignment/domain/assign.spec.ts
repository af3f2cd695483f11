import { describe, expect, it } from '@jest/globals';
import { assign } from './assign.ts';
import { assignmentPolicy, defaultAssignmentPolicy } from './policy.ts';
import { rank } from './rank.ts';
import { dayMs, type OpenTask, type Person } from './work.ts';

const now = Date.UTC(2026, 10, 20, 9);
const task = (id: string, skill: string, change: Partial<OpenTask> = {}): OpenTask => ({
  id,
  skills: [{ skill }],
  hours: 8,
  dueAt: now + 20 * dayMs,
  ...change,
});
const person = (id: string, skills: Record<string, number>, change: Partial<Person> = {}): Person => ({
  id,
  skills: Object.entries(skills).map(([skill, proficiency]) => ({ skill, proficiency })),
  ...change,
});
const pairs = (plan: ReturnType<typeof assign>) => plan.assignments.map(({ task: of, person: to }) => `${of} ${to}`);

describe('Sharing out many tasks', () => {
  const ana = person('ana', { sql: 90, css: 60 }, { capacity: 8 });
  const bo = person('bo', { sql: 80 }, { capacity: 8 });

  it('gives up the best pair where that helps the whole', () => {
    const plan = assign([task('query', 'sql'), task('style', 'css')], [ana, bo], defaultAssignmentPolicy, now);
    expect(pairs(plan)).toEqual(['query bo', 'style ana']);
    expect(plan).toMatchObject({ optimal: true, unassigned: [] });
  });

  it('scores and explains each pair as ranking does', () => {
    const query = task('query', 'sql');
    const [chosen] = assign([query], [ana, bo], defaultAssignmentPolicy, now).assignments;
    const judged = rank(query, [ana, bo], defaultAssignmentPolicy, now).find(
      ({ personId }) => personId === chosen!.person,
    );
    expect(chosen).toEqual({ task: 'query', person: judged!.personId, score: judged!.score, factors: judged!.factors });
  });

  it('says what stands in the way of each task left out', () => {
    const away = person('cy', { go: 70 }, { absences: [{ from: now - 1, to: now + 90 * dayMs }] });
    const tasks = [task('a', 'sql'), task('b', 'sql'), task('c', 'sql'), task('d', 'go'), task('e', 'cobol')];
    const { unassigned } = assign(tasks, [ana, bo, away], defaultAssignmentPolicy, now);
    expect(unassigned.map(({ task: of, reason, detail }) => [of, reason, detail])).toEqual([
      ['c', 'no_capacity', 'All 2 suitable people are full with work that needs them more.'],
      ['d', 'nobody_suits', 'Of all people 2 lack a skill, 1 are away.'],
      ['e', 'nobody_suits', 'Of all people 3 lack a skill.'],
    ]);
  });

  it('never assigns below the floor', () => {
    const plan = assign([task('a', 'css')], [ana], assignmentPolicy({ scoreFloor: 95 }), now);
    expect(plan.assignments).toEqual([]);
    expect(plan.unassigned).toEqual([
      { task: 'a', reason: 'below_floor', detail: 'Of all people 1 score below the floor.' },
    ]);
  });

  it('keeps hours and tasks in hand within their limits', () => {
    const team = [
      person('ana', { sql: 90 }, { capacity: 40, load: 28, openTasks: 3, maxTasks: 9 }),
      person('bo', { sql: 50 }, { capacity: 40, openTasks: 3, maxTasks: 5 }),
    ];
    const tasks = [3, 9, 4, 5, 2, 8].map((hours, i) => task(`t${i}`, 'sql', { hours }));
    const plan = assign(tasks, team, defaultAssignmentPolicy, now);
    const hours = (id: string) =>
      plan.assignments.reduce(
        (sum, each) => sum + (each.person === id ? tasks.find((t) => t.id === each.task)!.hours! : 0),
        0,
      );
    expect(hours('ana')).toBeLessThanOrEqual(12);
    expect(plan.assignments.filter((each) => each.person === 'bo').length).toBeLessThanOrEqual(2);
    expect(plan.objective).toBeLessThanOrEqual(plan.dualBound);
  });

  it('refuses bad input with a pointer', () => {
    expect(() => assign([task('a', 'sql', { difficulty: NaN })], [], defaultAssignmentPolicy, now)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/tasks/0/difficulty' })] }),
    );
  });
});
