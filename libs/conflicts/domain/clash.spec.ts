import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SeriesText, formatMoment, iterate, seriesOf, zoneOf } from '#recurrence/index';
import { neverClash } from './arithmetic.ts';
import { type Booking, occupancies } from './booking.ts';
import { type Verdict, findClash } from './clash.ts';
import { overlap } from './interval.ts';

const berlin = (dtstart: string, duration: string, rrule?: string): Booking => ({
  series: seriesOf({ dtstart, duration, tzid: 'Europe/Berlin', ...(rrule && { rrule }) }),
});
const whenFirst = (verdict: Verdict) =>
  verdict.kind === 'clash' ? formatMoment(verdict.candidate.booking.series, verdict.at).slice(0, 16) : verdict;
const hour = 3_600_000;

describe('Two bookings', () => {
  it('that only touch do not clash, unless one needs a buffer', () => {
    const nine = berlin('20260105T090000', 'PT1H');
    const ten = berlin('20260105T100000', 'PT1H');
    expect(findClash(nine, [ten])).toEqual({ kind: 'free', proof: 'finite' });
    const cleaned = { ...nine, buffers: { before: 0, after: hour / 4 } };
    expect(whenFirst(findClash(cleaned, [ten]))).toBe('2026-01-05T10:00');
  });

  it('without end meet on the day the calendar lets them, decades on', () => {
    const leapDay = berlin('20240229T100000', 'PT1H', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29');
    const fifthMonday = berlin('20240101T100000', 'PT1H', 'FREQ=MONTHLY;BYDAY=5MO');
    expect(whenFirst(findClash(leapDay, [fifthMonday]))).toBe('2044-02-29T10:00');
    expect(whenFirst(findClash(fifthMonday, [leapDay]))).toBe('2044-02-29T10:00');
  });

  it('without end that never meet are told so for good, by arithmetic where they are plain', () => {
    const monday = berlin('20260105T090000', 'PT1H', 'FREQ=WEEKLY;BYDAY=MO,WE');
    const tuesday = berlin('20260106T090000', 'PT1H', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=TU');
    expect(findClash(monday, [tuesday])).toEqual({ kind: 'free', proof: 'arithmetic' });
    const firstFriday = berlin('20260102T090000', 'PT1H', 'FREQ=MONTHLY;BYDAY=1FR');
    const lastFriday = berlin('20260130T090000', 'PT1H', 'FREQ=MONTHLY;BYDAY=-1FR');
    expect(findClash(firstFriday, [lastFriday])).toEqual({ kind: 'free', proof: 'repetition' });
  });

  it('may meet on one night a year only, when the clock is changed', () => {
    const early = berlin('20260101T023000', 'PT1H', 'FREQ=DAILY');
    const late = berlin('20260101T033000', 'PT30M', 'FREQ=DAILY');
    expect(whenFirst(findClash(early, [late]))).toBe('2026-03-29T03:30');
    expect(findClash(berlin('20260101T123000', 'PT1H', 'FREQ=DAILY'), [late])).toEqual({
      kind: 'free',
      proof: 'arithmetic',
    });
  });

  it('in two zones meet in the weeks in which their clocks differ', () => {
    const here = berlin('20260105T090000', 'PT1H', 'FREQ=DAILY');
    const there = {
      series: seriesOf({ dtstart: '20260105T040000', tzid: 'America/New_York', duration: 'PT1H', rrule: 'FREQ=DAILY' }),
    };
    expect(whenFirst(findClash(here, [there]))).toBe('2026-03-08T09:00');
  });

  it('one of them all day, meet in the zone where the day is meant', () => {
    const holiday = { series: seriesOf({ dtstart: '20260501', rrule: 'FREQ=YEARLY' }) };
    const nightly = {
      series: seriesOf({ dtstart: '20260425T220000Z', duration: 'PT1H', rrule: 'FREQ=DAILY;COUNT=10' }),
    };
    expect(whenFirst(findClash(nightly, [holiday], { zone: zoneOf('Europe/Berlin') }))).toBe('2026-04-30T22:00');
    expect(whenFirst(findClash(nightly, [holiday], { zone: zoneOf('UTC') }))).toBe('2026-05-01T22:00');
    expect(() => findClash(nightly, [holiday])).toThrow('can only be compared in a zone');
  });

  it('say how far the answer goes where the budget is too small for all of time', () => {
    const here = berlin('20260105T090000', 'PT1H', 'FREQ=DAILY;BYMONTH=1');
    const there = berlin('20260105T110000', 'PT1H', 'FREQ=DAILY;BYMONTH=1');
    expect(findClash(here, [there], { budget: 1_000 })).toMatchObject({ kind: 'free-until' });
    expect(findClash(here, [there])).toEqual({ kind: 'free', proof: 'repetition' });
  });
});

describe('A booking', () => {
  it('fits a capacity until it is exceeded, and the clash names who is there', () => {
    const one = berlin('20260105T090000', 'PT2H', 'FREQ=WEEKLY');
    const two = berlin('20260112T100000', 'PT2H');
    expect(findClash(berlin('20260105T090000', 'PT4H', 'FREQ=WEEKLY;COUNT=5'), [one, two], { capacity: 3 }).kind).toBe(
      'free',
    );
    const verdict = findClash(berlin('20260105T090000', 'PT4H', 'FREQ=WEEKLY;COUNT=5'), [one, two], { capacity: 2 });
    expect(whenFirst(verdict)).toBe('2026-01-12T10:00');
    expect(verdict).toMatchObject({
      others: [{ booking: { series: one.series } }, { booking: { series: two.series } }],
    });
    expect(findClash({ ...two, units: 2 }, [], { capacity: 1 }).kind).toBe('clash');
  });

  it('that runs into its own next occurrence clashes with itself', () => {
    expect(whenFirst(findClash(berlin('20260105T090000', 'PT25H', 'FREQ=DAILY'), []))).toBe('2026-01-06T09:00');
    expect(findClash(berlin('20260105T090000', 'PT24H', 'FREQ=WEEKLY'), []).kind).toBe('free');
  });
});

const rrules = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
  'FREQ=MONTHLY',
  'FREQ=MONTHLY;BYDAY=2TU',
  'FREQ=HOURLY;INTERVAL=7',
  'FREQ=DAILY;COUNT=9',
  'FREQ=WEEKLY;BYDAY=SA,SU;COUNT=20',
);
const bookings = fc
  .record({
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minutes: fc.constantFrom(15, 60, 150, 400),
    rrule: rrules,
    tzid: fc.constantFrom('Europe/Berlin', 'Europe/Berlin', 'UTC', 'America/New_York'),
    after: fc.constantFrom(0, 0, 20),
    units: fc.constantFrom(1, 1, 2),
  })
  .map(({ day, hour: at, minutes, rrule, tzid, after, units }): Booking => {
    const two = (number: number) => String(number).padStart(2, '0');
    const text: SeriesText = { dtstart: `202603${two(day)}T${two(at)}3000`, duration: `PT${minutes}M`, tzid, rrule };
    return { series: seriesOf(text), buffers: { before: 0, after: after * 60_000 }, units };
  });

describe('Any bookings', () => {
  const window = { start: Date.UTC(2026, 0, 1), end: Date.UTC(2028, 0, 1) };

  it('clash first where looking at every minute that something begins says so', () => {
    fc.assert(
      fc.property(
        bookings,
        fc.array(bookings, { maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (own, others, capacity) => {
          const mine = occupancies(own, window);
          const all = [...mine, ...others.flatMap((other) => occupancies(other, window))];
          const starts = [...new Set(all.map(({ start }) => start))].sort((a, b) => a - b);
          const at = starts.find((moment) => {
            const there = all.filter(({ start, end }) => start <= moment && moment < end);
            return (
              there.some(({ booking }) => booking === own) &&
              there.reduce((sum, { units }) => sum + units, 0) > capacity
            );
          });
          const verdict = findClash(own, others, { capacity, budget: 4_000 });
          if (at !== undefined) expect(verdict).toMatchObject({ kind: 'clash', at });
          else if (verdict.kind === 'clash') expect(verdict.at).toBeGreaterThanOrEqual(window.end - 366 * 24 * hour);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('proven by arithmetic never to clash are not found to clash within years', () => {
    let proofs = 0;
    fc.assert(
      fc.property(bookings, bookings, (one, other) => {
        if (!neverClash(one, other, Date.UTC(2030, 0, 1))) return;
        proofs++;
        const others = occupancies(other, window);
        expect(occupancies(one, window).some((mine) => others.some((theirs) => overlap(mine, theirs)))).toBe(false);
      }),
      { numRuns: 300 },
    );
    expect(proofs).toBeGreaterThan(5);
  });

  it('that have ended are compared to the last', () => {
    const last = [...iterate(berlin('20260101T090000', 'PT1H', 'FREQ=YEARLY;COUNT=70').series)].at(-1)!;
    const single = { series: seriesOf({ dtstart: '20950101T083000Z', duration: 'PT1H' }) };
    expect(findClash(berlin('20260101T090000', 'PT1H', 'FREQ=YEARLY;COUNT=70'), [single])).toMatchObject({
      kind: 'clash',
      at: single.series.start,
    });
    expect(last.end).toBeGreaterThan(single.series.start);
  });
});
