import { describe, expect, it } from '@jest/globals';
import { quickPlan } from './plan.ts';
import { workingIntervals, type WorkingWeek } from './working-week.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const weekday = [
  ['09:00', '12:00'],
  ['13:00', '17:00'],
] as const;
const vienna: WorkingWeek = {
  timeZone: 'Europe/Vienna',
  hours: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: [['09:00', '12:00']] },
};
const monday = day('2026-03-23');
const midnight = monday.toZonedDateTime('Europe/Vienna').toInstant();

describe('A working week', () => {
  it('becomes stretches of minutes', () => {
    expect(workingIntervals(vienna, monday, 1, midnight)).toEqual([
      [540, 720],
      [780, 1020],
    ]);
    expect(workingIntervals(vienna, monday, 7, midnight)).toHaveLength(9);
  });

  it('leaves out holidays, leave and absences of part of a day', () => {
    const away = [{ from: midnight.add({ hours: 10 }), to: midnight.add({ hours: 14 }) }];
    const off = [{ from: day('2026-03-24'), to: day('2026-04-30') }];
    expect(workingIntervals({ ...vienna, off, away }, monday, 30, midnight)).toEqual([
      [540, 600],
      [840, 1020],
    ]);
  });

  it('knows that the night of the clock change is an hour shorter', () => {
    const nights: WorkingWeek = {
      timeZone: 'Europe/Vienna',
      hours: { 6: [['22:00', '06:00']], 7: [['22:00', '06:00']] },
    };
    const lengths = workingIntervals(nights, monday, 7, midnight).map(([from, to]) => to - from);
    expect(lengths).toEqual([420, 480]);
  });

  it('carries a task over the weekend', () => {
    const working = workingIntervals(vienna, monday, 14, midnight);
    const people = [{ id: 'ana', skills: {}, working }];
    // 31 hours a week: two minutes more end on Monday at 09:02, which the clock change has brought an hour nearer.
    const plan = quickPlan({ people, tasks: [{ id: 'a', effort: 31 * 60 + 2 }] });
    expect(plan.finish).toBe(7 * 24 * 60 - 60 + 542);
  });
});
