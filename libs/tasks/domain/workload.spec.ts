import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultAssignmentPolicy as policy } from '#assignment/index';
import { hoursOf, weeksLeft } from './assignable-task.ts';
import { outlook, type TaskInHand, workloadOf } from './workload.ts';

const now = Temporal.Instant.from('2026-01-05T09:00:00Z'); // a Monday
const task = (estimateHours: number | null, dueInDays: number | null, assignees = 1): TaskInHand => ({
  difficulty: 5,
  estimateHours,
  dueAt: dueInDays === null ? null : now.add({ hours: 24 * dueInDays }),
  assignees,
});

describe('A workload', () => {
  it('says what is left of the week, and when it is too much', () => {
    expect(workloadOf(2, 30, 40)).toMatchObject({ available_capacity: 10, is_overloaded: false });
    expect(workloadOf(2, 40, 40)).toMatchObject({ available_capacity: 0, is_overloaded: false });
    expect(workloadOf(2, 40.5, 40)).toMatchObject({ available_capacity: 0, is_overloaded: true });
  });

  it('takes the default hours in proportion to the difficulty where nobody has estimated', () => {
    expect(hoursOf({ difficulty: 5, estimateHours: null }, policy)).toBe(4);
    expect(hoursOf({ difficulty: 10, estimateHours: null }, policy)).toBe(8);
    expect(hoursOf({ difficulty: 10, estimateHours: 3 }, policy)).toBe(3);
  });

  it('spreads a task until it is due, at least over one week', () => {
    expect(weeksLeft(now.add({ hours: 24 * 21 }), now, policy)).toBe(3);
    expect(weeksLeft(now.subtract({ hours: 24 }), now, policy)).toBe(1);
    expect(weeksLeft(null, now, policy)).toBe(2);
    const weeks = outlook([task(30, 21)], { weeklyHours: 40, absences: [] }, policy, now, 4);
    expect(weeks.map(({ planned_hours }) => planned_hours)).toEqual([10, 10, 10, 0]);
    expect(weeks[0]!.week).toBe('2026-01-05');
  });

  it('shares a task among its assignees', () => {
    const [week] = outlook([task(30, 7, 3)], { weeklyHours: 40, absences: [] }, policy, now, 1);
    expect(week!.planned_hours).toBe(10);
  });

  it('takes weekdays away out of the capacity, each once', () => {
    const absences = [
      { startsOn: '2026-01-08', endsOn: '2026-01-12' },
      { startsOn: '2026-01-09', endsOn: '2026-01-11' },
    ];
    const weeks = outlook([task(39, 7)], { weeklyHours: 40, absences }, policy, now, 2);
    expect(weeks.map(({ capacity_hours }) => capacity_hours)).toEqual([24, 32]);
    expect(weeks.map(({ is_overloaded }) => is_overloaded)).toEqual([true, false]);
  });

  it('loses no hour of a task on the way', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: -10, max: 100 }), (hours, days) => {
        const weeks = outlook([task(hours, days)], { weeklyHours: 40, absences: [] }, policy, now, 20);
        const sum = weeks.reduce((total, { planned_hours }) => total + planned_hours, 0);
        expect(Math.abs(sum - hours)).toBeLessThan(1.1); // every week is rounded to a tenth
      }),
    ));
});
