import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rules, starts, zoneIds } from '../testing/arbitraries.ts';
import { occurrencesByReference } from '../testing/reference.ts';
import { DAY } from './civil.ts';
import { isoOf } from './date-time.ts';
import { TooManyOccurrences } from './invalid-recurrence.ts';
import { count, isInfinite, iterate, next, occurrences, overlapping, previous } from './occurrences.ts';
import { type Frequency, type Rule, printRule } from './rule.ts';
import { settle } from './series-plan.ts';
import { seriesOf } from './series-of.ts';
import { type Series, formatMoment } from './series.ts';

const SPANS: Record<Frequency, number> = {
  YEARLY: 1_200,
  MONTHLY: 500,
  WEEKLY: 200,
  DAILY: 100,
  HOURLY: 12,
  MINUTELY: 0.6,
  SECONDLY: 0.02,
};
const span = (rule: Rule) => SPANS[rule.freq] * Math.min(rule.interval, 3) * DAY;
const floating = (rule: Rule, start: Temporal.PlainDateTime) =>
  seriesOf({ dtstart: start.toString({ smallestUnit: 'second' }), rrule: printRule(rule) });
const zoned = (rule: Rule, start: Temporal.PlainDateTime, tzid: string) =>
  seriesOf({ dtstart: start.toString({ smallestUnit: 'second' }), tzid, rrule: printRule(rule) });
const startsIn = (series: Series, from: number, to: number) =>
  occurrences(series, { from, to }).map(({ start }) => start);
const anchor = (series: Series) => series.zone?.toEpoch(series.start) ?? series.start;

describe('Any rule', () => {
  it('agrees with a slow and obvious reading of RFC 5545', () => {
    fc.assert(
      fc.property(rules, starts, (rule, start) => {
        const series = floating(rule, start);
        const to = start.add({ seconds: Math.round(span(rule) / 1_000) });
        const found = startsIn(series, series.start, series.start + Math.round(span(rule) / 1_000) * 1_000).map(isoOf);
        expect(found).toEqual(occurrencesByReference(rule, start, to));
      }),
      { numRuns: 120 },
    );
  }, 30_000);

  it('gives the same for a window as for its parts, in order and each once, in any zone', () => {
    fc.assert(
      fc.property(rules, starts, zoneIds, fc.double({ min: 0, max: 1, noNaN: true }), (rule, start, tzid, at) => {
        const series = zoned(rule, start, tzid);
        const [from, to] = [anchor(series) - DAY, anchor(series) + span(rule)];
        const cut = Math.floor(from + (to - from) * at);
        const whole = startsIn(series, from, to);
        expect([...startsIn(series, from, cut), ...startsIn(series, cut, to)]).toEqual(whole);
        expect(whole).toEqual([...new Set(whole)].sort((a, b) => a - b));
      }),
    );
  });

  it('gives the same lazily as in a window, and forwards as backwards', () => {
    fc.assert(
      fc.property(rules, starts, zoneIds, (rule, start, tzid) => {
        const series = zoned(rule, start, tzid);
        const to = anchor(series) + span(rule) / 4;
        const lazy = [];
        for (const occurrence of iterate(series)) {
          if (occurrence.start >= to || lazy.length === 60) break;
          lazy.push(occurrence.start);
        }
        expect(startsIn(series, -Infinity, to).slice(0, 60)).toEqual(lazy);
        for (const [index, at] of lazy.entries()) {
          expect(previous(series, at)?.start).toBe(lazy[index - 1]);
          expect(next(series, at)?.start).toBe(at);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('occurs the same 400 years later, when the calendar repeats', () => {
    const CYCLE = 146_097 * DAY;
    fc.assert(
      fc.property(rules, starts, (rule, start) => {
        const now = floating(rule, start);
        const later = { ...now, start: now.start + CYCLE };
        const shifted = startsIn(later, later.start, later.start + span(rule)).map((time) => time - CYCLE);
        expect(shifted).toEqual(startsIn(now, now.start, now.start + span(rule)));
      }),
    );
  });

  it('with COUNT occurs as the first of the rule without it, whether counted before or now', () => {
    fc.assert(
      fc.property(rules, starts, zoneIds, fc.integer({ min: 1, max: 30 }), (rule, start, tzid, size) => {
        const series = floating(rule, start);
        const expected = [...iterate(series).take(size)].map((one) => one.start);
        const counted = floating({ ...rule, count: size }, start);
        expect([...iterate(counted)].map((one) => one.start)).toEqual(expected);
        expect([...iterate(settle(counted))].map((one) => one.start)).toEqual(expected);
        expect(count(counted)).toBe(expected.length);
        expect(count(zoned({ ...rule, count: size }, start, tzid))).toBeLessThanOrEqual(expected.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('A series', () => {
  const daily = seriesOf({ dtstart: '20260101T220000', tzid: 'Europe/Berlin', duration: 'PT4H', rrule: 'FREQ=DAILY' });
  const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

  it('shows what still runs at the start of a window only where asked to', () => {
    const window = { from: at('2026-01-10T00:00Z'), to: at('2026-01-11T00:00Z') };
    expect(occurrences(daily, window)).toHaveLength(1);
    expect(overlapping(daily, window)).toHaveLength(2);
  });

  it('keeps nominal days across a change of the clock, and exact hours', () => {
    const event = { dtstart: '20260328T120000', tzid: 'Europe/Berlin' };
    const ends = (series: Series) => formatMoment(series, next(series, 0)!.end);
    expect(ends(seriesOf({ ...event, duration: 'P1D' }))).toBe('2026-03-29T12:00:00+02:00[Europe/Berlin]');
    expect(ends(seriesOf({ ...event, duration: 'PT24H' }))).toBe('2026-03-29T13:00:00+02:00[Europe/Berlin]');
    expect(ends(seriesOf({ ...event, dtend: '20260329T120000' }))).toBe('2026-03-29T12:00:00+02:00[Europe/Berlin]');
  });

  it('unites its rules and added dates, and leaves the excluded ones out', () => {
    const series = seriesOf({
      dtstart: '20260105',
      rrule: ['FREQ=WEEKLY;BYDAY=MO;COUNT=2', 'FREQ=WEEKLY;BYDAY=MO,TU;COUNT=3'],
      rdate: ['20260105', '20260110'],
      exdate: ['20260106'],
    });
    const shown = [...iterate(series)].map(({ start }) => formatMoment(series, start));
    expect(shown).toEqual(['2026-01-05', '2026-01-10', '2026-01-12']);
  });

  it('lasts as long as an added period says', () => {
    const series = seriesOf({
      dtstart: '20260105T090000Z',
      rdate: ['20260106T090000Z/PT2H', '20260107T090000Z/20260107T100000Z'],
    });
    expect([...iterate(series)].map(({ start, end }) => (end - start) / 3_600_000)).toEqual([0, 2, 1]);
  });

  it('without end is infinite, unless its rule can never occur', () => {
    expect(isInfinite(daily)).toBe(true);
    expect(count(daily)).toBe(Infinity);
    expect(count(daily, { from: at('2026-02-01T00:00Z'), to: at('2026-03-01T00:00Z') })).toBe(28);
    const never = seriesOf({ dtstart: '20260101', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' });
    expect(isInfinite(never)).toBe(false);
    expect(count(never)).toBe(0);
  });

  it('refuses to hand out more than the limit, instead of dying of it', () => {
    const seconds = seriesOf({ dtstart: '20260101T000000Z', rrule: 'FREQ=SECONDLY' });
    const window = { from: at('2026-01-01T00:00Z'), to: at('2036-01-01T00:00Z') };
    expect(() => occurrences(seconds, window)).toThrow(TooManyOccurrences);
    expect(occurrences(seconds, { ...window, to: window.from + 60_000 })).toHaveLength(60);
  });
});
