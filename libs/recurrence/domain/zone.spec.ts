import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { zoneIds } from '../testing/arbitraries.ts';
import { isoOf } from './date-time.ts';
import { zoneOf } from './zone.ts';

const minutes = fc.integer({ min: Date.UTC(1900, 0, 1) / 60_000, max: Date.UTC(2700, 0, 1) / 60_000 });

describe('A zone', () => {
  it('reads local times as Temporal does, gaps and overlaps included, in any century', () => {
    fc.assert(
      fc.property(zoneIds, minutes, (id, minute) => {
        const local = minute * 60_000;
        const expected = Temporal.PlainDateTime.from(isoOf(local)).toZonedDateTime(id);
        expect(zoneOf(id).toEpoch(local)).toBe(expected.epochMilliseconds);
        const there = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO(id);
        expect(zoneOf(id).offsetAt(local)).toBe(there.offsetNanoseconds / 1_000_000);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does so around every change of the clock', () => {
    for (const id of ['Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/St_Johns']) {
      let change = Temporal.Instant.from('1985-01-01T00:00Z').toZonedDateTimeISO(id).getTimeZoneTransition('next');
      for (; change && change.year < 2030; change = change.getTimeZoneTransition('next')) {
        for (let minute = -1_500; minute <= 1_500; minute += 15) {
          const local = change.toPlainDateTime().add({ minutes: minute });
          const expected = local.toZonedDateTime(id).epochMilliseconds;
          expect(zoneOf(id).toEpoch(Date.parse(`${local.toString()}Z`))).toBe(expected);
        }
      }
    }
  });

  it('is known by its id only', () => {
    expect(zoneOf('europe/berlin')).toBe(zoneOf('Europe/Berlin'));
    for (const id of ['Mars/Olympus', '2026-01-01T00:00[Europe/Berlin]', '', 'x'.repeat(5_000)]) {
      expect(() => zoneOf(id)).toThrow('is not a known time zone');
    }
  });
});
