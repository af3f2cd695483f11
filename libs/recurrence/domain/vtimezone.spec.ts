import { describe, expect, it } from '@jest/globals';
import { ianaZone, zoneFromObservances } from './vtimezone.ts';
import { zoneOf } from './zone.ts';

const EASTERN = [
  { dtstart: '20070311T020000', offsetFrom: '-0500', offsetTo: '-0400', rrule: 'FREQ=YEARLY;BYMONTH=3;BYDAY=2SU' },
  { dtstart: '20071104T020000', offsetFrom: '-0400', offsetTo: '-0500', rrule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=1SU' },
];
const day = 86_400_000;

describe('A VTIMEZONE', () => {
  it('is the IANA zone it is named for, vendor prefix or not', () => {
    expect(zoneFromObservances('/mozilla.org/20050126_1/Europe/Berlin', [])).toBe(zoneOf('Europe/Berlin'));
    expect(ianaZone('Customized Time Zone')).toBeUndefined();
  });

  it('is evaluated where IANA does not know it, and then reads every local time as the real zone does', () => {
    const own = zoneFromObservances('Our Office', EASTERN);
    const real = zoneOf('America/New_York');
    for (let local = Date.UTC(2010, 0, 1); local < Date.UTC(2080, 0, 1); local += day / 48 + 5 * day) {
      expect(own.toEpoch(local)).toBe(real.toEpoch(local));
      expect(own.offsetAt(local)).toBe(real.offsetAt(local));
    }
    for (const local of ['2026-03-08T02:30', '2026-11-01T01:30'].map((text) => Date.parse(`${text}Z`))) {
      expect(own.toEpoch(local)).toBe(real.toEpoch(local));
    }
  });

  it('ends its observances by UNTIL in UTC', () => {
    const [summer, winter] = EASTERN as [(typeof EASTERN)[0], (typeof EASTERN)[0]];
    const until = (rule: string, end: string) => `${rule};UNTIL=${end}`;
    const own = zoneFromObservances('Our Office', [
      { ...summer, rrule: until(summer.rrule, '20100314T070000Z') },
      { ...winter, rrule: until(winter.rrule, '20101107T060000Z') },
    ]);
    expect(own.offsetAt(Date.UTC(2010, 6, 1))).toBe(-4 * 3_600_000);
    expect(own.offsetAt(Date.UTC(2012, 6, 1))).toBe(-5 * 3_600_000);
  });

  it('must say something', () => {
    expect(() => zoneFromObservances('Our Office', [])).toThrow('has no observances');
    expect(() => zoneFromObservances('Our Office', [{ ...EASTERN[0]!, offsetTo: '4h' }])).toThrow('TZOFFSETTO');
  });
});
