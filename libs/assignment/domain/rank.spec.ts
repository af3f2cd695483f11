import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignmentPolicy, defaultAssignmentPolicy, factorNames } from './policy.ts';
import { rank } from './rank.ts';
import { dayMs, type OpenTask, type Person } from './work.ts';

const now = Date.UTC(2026, 10, 20, 9);
const task: OpenTask = {
  id: 't',
  skills: [{ skill: 'sql', level: 50 }],
  difficulty: 5,
  hours: 8,
  dueAt: now + 7 * dayMs,
};
const person = (id: string, change: Partial<Person> = {}): Person => ({
  id,
  skills: [{ skill: 'sql', proficiency: 60 }],
  capacity: 40,
  ...change,
});
const ids = (people: Person[], asked = task) =>
  rank(asked, people, defaultAssignmentPolicy, now).map(({ personId }) => personId);
const only = (who: Person, asked = task) => rank(asked, [who], defaultAssignmentPolicy, now)[0]!;

const anyPerson = fc.record({
  id: fc.uuid(),
  skills: fc.array(
    fc.record({
      skill: fc.constantFrom('sql', 'css', 'go'),
      proficiency: fc.integer({ min: 0, max: 100 }),
      work: fc.array(fc.integer({ min: now - 400 * dayMs, max: now }), { maxLength: 5 }),
    }),
    { maxLength: 4 },
  ),
  load: fc.integer({ min: 0, max: 50 }),
  capacity: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
  openTasks: fc.integer({ min: 0, max: 9 }),
  performance: fc.option(fc.record({ score: fc.integer({ min: 0, max: 100 }), count: fc.nat(20) }), { nil: undefined }),
  absences: fc.array(
    fc.nat(20).map((days) => ({ from: now + (days - 5) * dayMs, to: now + (days + 3) * dayMs })),
    { maxLength: 3 },
  ),
});
const anyPeople = fc.uniqueArray(anyPerson, { selector: ({ id }) => id, maxLength: 8 });
const anyTask = fc.record({
  id: fc.constant('t'),
  skills: fc.array(fc.record({ skill: fc.constantFrom('sql', 'css'), mandatory: fc.boolean() }), { maxLength: 2 }),
  difficulty: fc.integer({ min: 1, max: 10 }),
  hours: fc.integer({ min: 0, max: 30 }),
  dueAt: fc.option(fc.integer({ min: now - 5 * dayMs, max: now + 60 * dayMs }), { nil: undefined }),
  waitingSince: fc.integer({ min: now - 100 * dayMs, max: now }),
});

describe('Ranking people for a task', () => {
  it('puts the better skilled first', () => {
    const people = [30, 50, 60, 80, 95, 100].map((proficiency) =>
      person(`p${proficiency}`, { skills: [{ skill: 'sql', proficiency }] }),
    );
    expect(ids(people, { ...task, skills: [{ skill: 'sql' }] })).toEqual(['p100', 'p95', 'p80', 'p60', 'p50', 'p30']);
  });

  it.each<[string, Partial<Person>, Partial<Person>]>([
    ['with free hours', {}, { load: 20 }],
    ['with fewer tasks in hand', {}, { openTasks: 3 }],
    ['who performs well', { performance: { score: 90, count: 20 } }, { performance: { score: 60, count: 20 } }],
    [
      'who did such work lately',
      { skills: [{ skill: 'sql', proficiency: 60, work: [now - 10 * dayMs] }] },
      { skills: [{ skill: 'sql', proficiency: 60, work: [now - 200 * dayMs] }] },
    ],
    ['who wants to learn it', { wishes: ['sql'] }, {}],
    ['with more time before the due date', {}, { absences: [{ from: now + dayMs, to: now + 6 * dayMs }] }],
    ['with the longest time since the last assignment', { lastAssignedAt: 1 }, { lastAssignedAt: 2 }],
  ])('prefers, all else equal, the one %s', (_name, better, worse) => {
    expect(ids([person('a', worse), person('b', better)])).toEqual(['b', 'a']);
  });

  it('breaks a full tie by id', () => {
    expect(ids([person('b'), person('c'), person('a')])).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, Partial<Person>, string]>([
    ['skills', { skills: [{ skill: 'css', proficiency: 90 }] }, 'lacks sql'],
    ['skills', { skills: [{ skill: 'sql', proficiency: 40 }] }, 'lacks sql (40 of 50)'],
    ['capacity', { load: 36 }, 'has 36 of 40 hours; the task needs 8'],
    ['capacity', { openTasks: 3, maxTasks: 3 }, 'has 3 of at most 3 tasks'],
    ['availability', { absences: [{ from: now - 1, to: now + dayMs }] }, 'is away until 2026-11-21T09:00:00Z'],
    [
      'availability',
      {
        absences: [
          { from: now + 1, to: now + 90 * dayMs },
          { from: now, to: now + 1 },
        ],
      },
      'is away until',
    ],
  ])('rules out at the gate "%s": %j', (gate, change, reason) => {
    const candidate = only(person('a', change));
    expect(candidate.eligible).toBe(false);
    expect(candidate.failedGates).toEqual([{ gate, reason: expect.stringContaining(reason) }]);
  });

  it('lets a skill that is only wished for be missing', () => {
    const wished = { ...task, skills: [{ skill: 'css', mandatory: false }] };
    expect(only(person('a'), wished).eligible).toBe(true);
  });

  it('still finds somebody for an overdue task', () => {
    expect(only(person('a'), { ...task, dueAt: now - dayMs }).eligible).toBe(true);
  });

  it('raises the score of a task that waits', () => {
    const waiting = { ...task, waitingSince: now - 30 * dayMs };
    expect(only(person('a'), waiting).score).toBeGreaterThan(only(person('a')).score);
  });

  it('gives each person a score in 0–100 that is the sum of its contributions, whatever the order of people', () => {
    fc.assert(
      fc.property(anyTask, anyPeople, (asked, people) => {
        const ranking = rank(asked, people, defaultAssignmentPolicy, now);
        expect(rank(asked, people.toReversed(), defaultAssignmentPolicy, now)).toEqual(ranking);
        for (const { score, factors, eligible, failedGates } of ranking) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100 + 1e-9);
          expect(factors.map(({ name }) => name)).toEqual([...factorNames]);
          for (const { value } of factors) expect(value >= 0 && value <= 1).toBe(true);
          expect(factors.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 9);
          expect(factors.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
          expect(eligible).toBe(failedGates.length === 0);
        }
      }),
    );
  });

  it('never falls as proficiency grows', () => {
    const proficiency = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(anyTask, proficiency, proficiency, (asked, a, b) => {
        const score = (value: number) =>
          only(person('a', { skills: [{ skill: 'sql', proficiency: value }] }), asked).score;
        expect(score(Math.max(a, b))).toBeGreaterThanOrEqual(score(Math.min(a, b)) - 1e-9);
      }),
    );
  });

  it('starves nobody: over many equal tasks and equal people, loads differ by at most one task', () => {
    const weights = fc.record(
      Object.fromEntries(factorNames.map((name) => [name, fc.nat(10)])) as Record<string, fc.Arbitrary<number>>,
    );
    const capacity = fc.option(fc.constant(10_000), { nil: undefined });
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 40 }),
        capacity,
        (parts, n, tasks, limit) => {
          fc.pre(Object.values(parts).some((weight) => weight > 0));
          const policy = assignmentPolicy({ weights: parts });
          let people = Array.from({ length: n }, (_, i) => person(`p${i}`, { load: 0, openTasks: 0, capacity: limit }));
          for (let i = 0; i < tasks; i++) {
            const chosen = rank(task, people, policy, now + i)[0]!.personId;
            people = people.map((one) =>
              one.id === chosen
                ? { ...one, load: one.load! + 8, openTasks: one.openTasks! + 1, lastAssignedAt: now + i }
                : one,
            );
          }
          const counts = people.map(({ openTasks = 0 }) => openTasks);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it.each<[OpenTask, Person[], string]>([
    [{ ...task, difficulty: 11 }, [], '/task/difficulty'],
    [{ ...task, hours: NaN }, [], '/task/hours'],
    [task, [person('a'), person('b', { capacity: -1 })], '/people/1/capacity'],
    [task, [person('a'), person('a')], '/people/1/id'],
  ])('refuses bad input with a pointer', (asked, people, pointer) => {
    expect(() => rank(asked, people, defaultAssignmentPolicy, now)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
    );
  });
});
