import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Interval, intervals, spanOf } from './periods.ts';

const now = Temporal.Instant.from('2026-11-20T09:00:00Z');

describe('The span of a report', () => {
  it('covers the last twelve weeks by default, from Monday to Sunday', () => {
    const { start, periods } = spanOf({}, now, 'UTC');
    expect(periods).toHaveLength(12);
    expect(start.toString()).toBe('2026-08-31T00:00:00Z');
    expect(periods.at(-1)).toMatchObject({ from: '2026-11-16', to: '2026-11-22' });
  });

  it('begins its days at midnight where the reader lives, also when the clocks change', () => {
    const { start, periods } = spanOf({ from: '2026-10-24', to: '2026-10-25', interval: 'day' }, now, 'Europe/Berlin');
    expect(start.toString()).toBe('2026-10-23T22:00:00Z');
    expect(periods.map(({ end }) => end.toString())).toEqual(['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z']);
  });

  it('does not reach behind today', () => {
    const { periods } = spanOf({ from: '2026-10-01', to: '2027-03-01', interval: 'month' }, now, 'UTC');
    expect(periods.map(({ from }) => from)).toEqual(['2026-10-01', '2026-11-01']);
  });

  it('is neither empty nor endless', () => {
    expect(() => spanOf({ from: '2026-11-20', to: '2026-11-01', interval: 'day' }, now, 'UTC')).toThrow('behind');
    expect(() => spanOf({ from: '2020-01-01', interval: 'day' }, now, 'UTC')).toThrow('at most 400');
  });

  it('joins periods without gap or overlap, and holds every day asked for', () => {
    const day = fc
      .integer({ min: 0, max: 390 })
      .map((back) => Temporal.PlainDate.from('2026-11-20').subtract({ days: back }));
    fc.assert(
      fc.property(day, day, fc.constantFrom<Interval>(...intervals), (a, b, interval) => {
        const [from, to] = [a, b].sort(Temporal.PlainDate.compare).map(String) as [string, string];
        const { periods } = spanOf({ from, to, interval }, now, 'America/New_York');
        expect(periods[0]!.from <= from && to <= periods.at(-1)!.to).toBe(true);
        periods.slice(1).forEach((period, index) => {
          expect(Temporal.PlainDate.from(periods[index]!.to).add({ days: 1 }).toString()).toBe(period.from);
        });
      }),
    );
  });
});
