import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rules, starts, zoneIds } from '../testing/arbitraries.ts';
import { iterate } from './occurrences.ts';
import { withOverride } from './overrides.ts';
import { printRule } from './rule.ts';
import { seriesOf } from './series-of.ts';
import { type Series, formatMoment } from './series.ts';
import { moveFollowing, shiftSeries, splitSeries } from './split.ts';

const moments = (series: Series | undefined, size = 20) =>
  series ? [...iterate(series).take(size)].map(({ start }) => start) : [];
const shown = (series: Series | undefined) =>
  series && moments(series).map((at) => formatMoment(series, at).slice(0, 16));

describe('A split series', () => {
  it('occurs in its halves exactly as it did in one', () => {
    const coarse = rules.filter(({ freq }) => ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(freq));
    const counts = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined });
    fc.assert(
      fc.property(coarse, starts, zoneIds, counts, fc.nat(10), (rule, start, tzid, count, index) => {
        const text = printRule({ ...rule, ...(count && { count }) });
        const series = seriesOf({ dtstart: start.toString({ smallestUnit: 'second' }), tzid, rrule: text });
        const whole = moments(series, 12);
        if (index >= whole.length) return;
        const { before, after } = splitSeries(series, whole[index]!);
        expect(moments(before)).toEqual(whole.slice(0, index));
        expect(moments(after, 12 - index)).toEqual(whole.slice(index));
      }),
      { numRuns: 60 },
    );
  });

  const weekly = seriesOf({
    dtstart: '20260105T090000',
    tzid: 'Europe/Berlin',
    rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=6',
    exdate: ['20260119T090000'],
    rdate: ['20260120T090000'],
  });

  it('shares out dates, overrides and the remaining count', () => {
    const [first, second, third] = moments(weekly) as [number, number, number];
    const changed = withOverride(weekly, { recurrenceId: second, start: second + 60_000 });
    const { before, after } = splitSeries(changed, third);
    expect(shown(before)).toEqual(['2026-01-05T09:00', '2026-01-11T09:01']);
    expect(shown(after)).toEqual(['2026-01-20T09:00', '2026-01-25T09:00', '2026-02-02T09:00', '2026-02-08T09:00']);
    expect(splitSeries(weekly, first).before).toBeUndefined();
  });

  it('is moved from an occurrence on, weekdays and week start turning along', () => {
    const [, second] = moments(weekly) as [number, number];
    const { after } = moveFollowing(weekly, second, second + 26 * 3_600_000);
    expect(shown(after)).toEqual([
      '2026-01-12T11:00',
      '2026-01-21T11:00',
      '2026-01-26T11:00',
      '2026-02-03T11:00',
      '2026-02-09T11:00',
    ]);
  });

  it('carries a change of all that follow into the second half', () => {
    const daily = seriesOf({ dtstart: '20260101T090000Z', rrule: 'FREQ=DAILY' });
    const [, second, , fourth] = moments(daily) as [number, number, number, number];
    const changed = withOverride(daily, { recurrenceId: second, start: second + 3_600_000, following: true });
    expect(shown(splitSeries(changed, fourth).after)?.slice(0, 2)).toEqual(['2026-01-04T10:00', '2026-01-05T10:00']);
  });

  it('keeps the day that SKIP moved', () => {
    const monthly = seriesOf({ dtstart: '20260131', rrule: 'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD' });
    const { after } = splitSeries(monthly, moments(monthly)[1]!);
    expect(shown(after)?.slice(0, 3)).toEqual(['2026-02-28', '2026-03-31', '2026-04-30']);
  });

  it('that names days itself asks for a new rule instead of guessing one', () => {
    const monthly = seriesOf({ dtstart: '20260115', rrule: 'FREQ=MONTHLY;BYMONTHDAY=15' });
    expect(() => shiftSeries(monthly, 86_400_000)).toThrow('give a new rule');
  });

  it('of dates only is split by date', () => {
    const dates = seriesOf({ dtstart: '20260101', rdate: ['20260105', '20260109'] });
    const { before, after } = splitSeries(dates, moments(dates)[1]!);
    expect([shown(before), shown(after)]).toEqual([['2026-01-01'], ['2026-01-05', '2026-01-09']]);
  });
});
