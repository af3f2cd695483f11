import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seriesOf, zoneOf } from '#recurrence/index';
import type { Booking } from './booking.ts';
import { busyTimes, findSlots, freeTimes } from './free-busy.ts';
import { type Interval, firstOverload, gaps, intersect, merge } from './interval.ts';
import { findClosed, openTimes } from './opening-hours.ts';

const at = (text: string) => Temporal.Instant.from(`${text}Z`).epochMilliseconds;
const shown = (intervals: Interval[]) =>
  intervals.map(({ start, end }) => [start, end].map((time) => new Date(time).toISOString().slice(5, 16)).join('–'));
const utc = (dtstart: string, duration: string, rrule?: string): Booking => ({
  series: seriesOf({ dtstart, duration, ...(rrule && { rrule }) }),
});
const office = seriesOf({ dtstart: '20260105T080000Z', duration: 'PT8H', rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' });
const minute = 60_000;
const monday = { start: at('2026-01-05T00:00'), end: at('2026-01-06T00:00') };

describe('Stretches of time', () => {
  const minutes = fc.integer({ min: 0, max: 60 });
  const intervals = fc.array(
    fc.tuple(minutes, minutes).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })),
    { maxLength: 12 },
  );
  const holds = (all: readonly Interval[], moment: number) =>
    all.some(({ start, end }) => start <= moment && moment < end);

  it('merged, taken from a window and intersected hold exactly the moments they should', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const [ofA, ofB] = [merge(a), merge(b)];
        const window = { start: 0, end: 60 };
        for (let moment = 0; moment < 60; moment++) {
          expect(holds(ofA, moment)).toBe(holds(a, moment));
          expect(holds(gaps(ofA, window), moment)).toBe(!holds(a, moment));
          expect(holds(intersect(ofA, ofB), moment)).toBe(holds(a, moment) && holds(b, moment));
        }
        expect(ofA.every((one, index) => index === 0 || one.start > ofA[index - 1]!.end)).toBe(true);
      }),
    );
  });

  it('overload a capacity first where counting every minute says so', () => {
    const loads = intervals.map((all) => all.map((one, index) => ({ ...one, units: (index % 2) + 1 })));
    fc.assert(
      fc.property(loads, fc.integer({ min: 0, max: 4 }), (all, capacity) => {
        const level = (moment: number) =>
          all.filter(({ start, end }) => start <= moment && moment < end).reduce((sum, one) => sum + one.units, 0);
        const first = Array.from({ length: 60 }, (_, moment) => moment).find((moment) => level(moment) > capacity);
        expect(firstOverload(all, { start: 0, end: 60 }, capacity)).toBe(first);
      }),
    );
  });
});

describe('A day of bookings', () => {
  const bookings = [
    utc('20260105T090000Z', 'PT1H', 'FREQ=DAILY'),
    utc('20260105T093000Z', 'PT1H'),
    utc('20260105T140000Z', 'PT30M'),
  ];

  it('is busy where any of them is, and free where work goes on without them', () => {
    expect(shown(busyTimes(bookings, monday))).toEqual(['01-05T09:00–01-05T10:30', '01-05T14:00–01-05T14:30']);
    expect(shown(freeTimes({ bookings, hours: [office] }, monday))).toEqual([
      '01-05T08:00–01-05T09:00',
      '01-05T10:30–01-05T14:00',
      '01-05T14:30–01-05T16:00',
    ]);
  });

  it('leaves time to travel, and room where there is more than one unit', () => {
    const buffers = { before: 15 * minute, after: 30 * minute };
    expect(shown(freeTimes({ bookings, hours: [office], buffers }, monday))[0]).toBe('01-05T08:00–01-05T08:45');
    expect(shown(freeTimes({ bookings, capacity: 2 }, monday))).toEqual([
      '01-05T00:00–01-05T09:30',
      '01-05T10:00–01-06T00:00',
    ]);
    expect(freeTimes({ bookings, capacity: 1, needs: 2 }, monday)).toEqual([]);
  });

  it('reads a day off in the zone of the person', () => {
    const dayOff = { series: seriesOf({ dtstart: '20260105' }) };
    expect(
      shown(
        busyTimes([dayOff], { start: at('2026-01-04T00:00'), end: at('2026-01-07T00:00') }, zoneOf('Europe/Berlin')),
      ),
    ).toEqual(['01-04T23:00–01-05T23:00']);
  });
});

describe('The next free slots', () => {
  const room = { bookings: [utc('20260105T080000Z', 'PT3H', 'FREQ=DAILY')], hours: [office] };
  const person = { bookings: [utc('20260105T120000Z', 'PT1H', 'FREQ=WEEKLY;BYDAY=MO')], hours: [office] };

  it('suit everyone, on the grid, in order, buffers included', () => {
    const request = {
      participants: [room, person],
      length: 90 * minute,
      from: monday.start,
      until: at('2026-01-20T00:00'),
      count: 3,
    };
    expect(shown(findSlots(request))).toEqual([
      '01-05T13:00–01-05T14:30',
      '01-05T14:30–01-05T16:00',
      '01-06T11:00–01-06T12:30',
    ]);
    expect(shown(findSlots({ ...request, buffers: { before: 20 * minute, after: 0 }, count: 1 }))).toEqual([
      '01-05T13:30–01-05T15:00',
    ]);
  });

  it('are none where nothing is free, and questions without sense are refused', () => {
    const never = { bookings: [utc('20260101T000000Z', 'P1D', 'FREQ=DAILY')] };
    const request = { participants: [room, never], length: minute, from: monday.start, until: at('2026-03-01T00:00') };
    expect(findSlots(request)).toEqual([]);
    expect(() => findSlots({ ...request, length: 0 })).toThrow('longer than nothing');
    expect(() => findSlots({ ...request, grid: 0 })).toThrow('longer than nothing');
  });

  it('are never taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 5_000 }), (length, offset) => {
        const from = monday.start + offset * minute;
        const found = findSlots({
          participants: [room, person],
          length: length * minute,
          from,
          until: from + 20 * 86_400_000,
        });
        for (const slot of found) {
          expect(busyTimes([...room.bookings, ...person.bookings], slot)).toEqual([]);
          expect(intersect(openTimes([office], slot), [slot])).toEqual([slot]);
          expect(slot.start).toBeGreaterThanOrEqual(from);
        }
        expect(found.length).toBe(length <= 300 ? 5 : 0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('Opening hours', () => {
  const lunch = (rrule: string) => utc('20260105T120000Z', 'PT1H', rrule);

  it('hold a booking for ever, or name its first occurrence outside', () => {
    expect(findClosed(lunch('FREQ=WEEKLY;BYDAY=MO,FR'), [office])).toEqual({ kind: 'open', proof: 'repetition' });
    expect(findClosed(lunch('FREQ=MONTHLY'), [office])).toMatchObject({ occupancy: { start: at('2026-04-05T12:00') } });
    expect(findClosed(utc('20260105T153000Z', 'PT1H'), [office]).kind).toBe('closed');
    expect(findClosed(lunch('FREQ=DAILY;COUNT=5'), [office])).toEqual({ kind: 'open', proof: 'finite' });
    expect(findClosed(lunch('FREQ=WEEKLY'), [office], undefined, 50)).toMatchObject({ kind: 'open-until' });
  });

  it('may close a booking out when only one of the clocks changes', () => {
    const berlinOffice = seriesOf({
      dtstart: '20260105T090000',
      tzid: 'Europe/Berlin',
      duration: 'PT8H',
      rrule: 'FREQ=DAILY',
    });
    const inUtc = utc('20260105T153000Z', 'PT30M', 'FREQ=DAILY');
    expect(findClosed(inUtc, [berlinOffice])).toMatchObject({ occupancy: { start: at('2026-03-29T15:30') } });
  });
});
