import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rules } from '../testing/arbitraries.ts';
import { describeRule, german } from './describe.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import { count } from './occurrences.ts';
import { parseRule, printRule } from './rule.ts';
import { mendedSeriesOf, seriesOf } from './series-of.ts';
import { parseSeriesText, printSeries } from './series-text.ts';

describe('The text of a rule', () => {
  it('is normalized: order, duplicates, signs, case and defaults do not matter', () => {
    const text = 'byday=we,MO,we;WKST=MO;Interval=01;BYMONTHDAY=+5,-1,5;freq=monthly';
    expect(printRule(parseRule(text))).toBe('FREQ=MONTHLY;BYMONTHDAY=-1,5;BYDAY=MO,WE');
    expect(printRule(parseRule('RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD;COUNT=3'))).toBe(
      'RSCALE=GREGORIAN;FREQ=YEARLY;COUNT=3;SKIP=FORWARD',
    );
  });

  it('comes back from the rule it was read into', () => {
    fc.assert(fc.property(rules, (rule) => expect(parseRule(printRule(rule))).toEqual(rule)));
  });

  it.each([
    ['', 'RRULE: "" is not NAME=VALUE'],
    ['INTERVAL=2', 'FREQ: is required'],
    ['FREQ=FORTNIGHTLY', 'FREQ: "FORTNIGHTLY" is not one of'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL: "0" is not a whole number from 1'],
    ['FREQ=DAILY;INTERVAL=99999999999', 'INTERVAL: "99999999999" is not a whole number'],
    ['FREQ=DAILY;COUNT=-1', 'COUNT: "-1" is not a whole number'],
    ['FREQ=DAILY;COUNT=2;COUNT=3', 'COUNT: must not occur more than once'],
    ['FREQ=DAILY;BYHOUR=99', 'BYHOUR: "99" is not in 0 to 23'],
    ['FREQ=DAILY;BYHOUR=+9', 'BYHOUR: "+9" is not in 0 to 23'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY: "0" is not in ±1 to ±31'],
    ['FREQ=YEARLY;BYDAY=54MO', 'BYDAY: 54 is not in ±1 to ±53'],
    ['FREQ=YEARLY;BYDAY=XX', 'BYDAY: "XX" is not one of MO'],
    ['FREQ=YEARLY;CONSTRUCTOR=1', 'CONSTRUCTOR: is not a part'],
    ['FREQ=YEARLY;BYEASTER=1', 'BYEASTER: is not a part of a recurrence rule (RFC 5545 §3.3.10)'],
    ['FREQ=MONTHLY;SKIP=FORWARD', 'SKIP: must not be present without RSCALE (RFC 7529 §4.1)'],
    ['RSCALE=CHINESE;FREQ=YEARLY', 'RSCALE: "CHINESE" is not one of GREGORIAN (RFC 7529 §4.1)'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL: the calendar has no 20260230 (RFC 5545 §3.3.4)'],
    [`FREQ=DAILY;BYHOUR=${'1,'.repeat(9_000)}1`, 'RRULE: longer than 8192 characters'],
  ])('names the part and the section at fault: %s', (text, message) => {
    expect(() => parseRule(text)).toThrow(message);
  });
});

describe('A rule beside its DTSTART', () => {
  it.each([
    ['20260101T090000', 'FREQ=DAILY;COUNT=2;UNTIL=20270101T000000', 'COUNT: must not occur in the same rule as UNTIL'],
    ['20260101', 'FREQ=DAILY;UNTIL=20270101T000000Z', 'UNTIL: must have the same value type as DTSTART'],
    ['20260101T090000Z', 'FREQ=DAILY;UNTIL=20270101T000000', 'UNTIL: must be in UTC'],
    ['20260101T090000', 'FREQ=DAILY;UNTIL=20270101T000000Z', 'UNTIL: must be a local time'],
    ['20260101', 'FREQ=MONTHLY;BYWEEKNO=3', 'BYWEEKNO: must not be used with a FREQ other than YEARLY'],
    ['20260101', 'FREQ=MONTHLY;BYYEARDAY=3', 'BYYEARDAY: must not be used'],
    ['20260101', 'FREQ=WEEKLY;BYMONTHDAY=3', 'BYMONTHDAY: must not be used'],
    ['20260101', 'FREQ=WEEKLY;BYDAY=1MO', 'BYDAY: must not have a number when'],
    ['20260101', 'FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO', 'BYDAY: must not have a number beside BYWEEKNO'],
    ['20260101', 'FREQ=YEARLY;BYSETPOS=1', 'BYSETPOS: must be used together'],
    ['20260101', 'FREQ=DAILY;BYHOUR=9', 'BYHOUR: must not be used when DTSTART is a date'],
    ['20260101', 'FREQ=HOURLY', 'FREQ: a series of dates cannot recur within a day'],
  ])('is refused with the reason: %s %s', (dtstart, rrule, message) => {
    expect(() => seriesOf({ dtstart, rrule })).toThrow(message);
    expect(() => seriesOf({ dtstart, rrule })).toThrow(InvalidRecurrence);
  });

  it.each([
    ['20260101T090000', 'FREQ=DAILY;UNTIL=20270101T000000Z', 'FREQ=DAILY;UNTIL=20270101T000000'],
    ['20260101T090000', 'FREQ=DAILY;UNTIL=20270101', 'FREQ=DAILY;UNTIL=20270101T235959'],
    ['20260101', 'FREQ=DAILY;UNTIL=20270101T120000Z', 'FREQ=DAILY;UNTIL=20270101'],
    ['20260101', 'FREQ=WEEKLY;BYDAY=1MO,MO;BYHOUR=9', 'FREQ=WEEKLY;BYDAY=MO'],
    ['20260101T090000', 'FREQ=DAILY;COUNT=3;UNTIL=20270101T000000', 'FREQ=DAILY;UNTIL=20270101T000000'],
  ])('is mended on import, and it is said how: %s %s', (dtstart, rrule, mended) => {
    const { series, repairs } = mendedSeriesOf({ dtstart, rrule });
    expect(printRule(series.rules[0]!)).toBe(mended);
    expect(repairs.length).toBeGreaterThan(0);
  });

  it('excludes the occurrence of a day where EXDATE gives only the day, and says so', () => {
    const { series, repairs } = mendedSeriesOf({
      dtstart: '20260101T090000',
      tzid: 'Europe/Berlin',
      rrule: 'FREQ=DAILY;COUNT=3',
      exdate: ['20260102', '20260103T080000Z'],
    });
    expect(count(series)).toBe(1);
    expect(repairs).toHaveLength(1);
  });

  it('keeps the meaning of an UNTIL without zone beside a zone', () => {
    const { series } = mendedSeriesOf({
      dtstart: '20260101T090000',
      tzid: 'Europe/Berlin',
      rrule: 'FREQ=DAILY;UNTIL=20260701T090000',
    });
    expect(printRule(series.rules[0]!)).toBe('FREQ=DAILY;UNTIL=20260701T070000Z');
  });
});

describe('A series as content lines', () => {
  it('is read, other zones and folded lines included, and written in normal form', () => {
    const lines = [
      'DTSTART;TZID="Europe/Berlin":20261024T023000',
      'DURATION:PT90M',
      'RRULE:FREQ=DAI\r\n LY;COUNT=5',
      'RDATE;TZID=America/New_York:20261201T090000',
      'RDATE;VALUE=PERIOD:20261202T090000Z/PT2H',
      'EXDATE;TZID=Europe/Berlin:20261025T023000,20261026T023000',
      'EXDATE:20261025T013000Z',
    ];
    const written = printSeries(seriesOf(parseSeriesText(lines.join('\r\n')))).split('\r\n');
    expect(written).toEqual([
      'DTSTART;TZID=Europe/Berlin:20261024T023000',
      'DURATION:PT1H30M',
      'RRULE:FREQ=DAILY;COUNT=5',
      'RDATE;TZID=Europe/Berlin:20261201T150000',
      'RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20261202T100000/PT2H',
      'EXDATE;TZID=Europe/Berlin:20261025T023000',
      'EXDATE;TZID=Europe/Berlin:20261026T023000',
      'EXDATE:20261025T013000Z', // the second 02:30 of that night has no local name
    ]);
    expect(printSeries(seriesOf(parseSeriesText(written.join('\n')))).split('\r\n')).toEqual(written);
  });

  it.each([
    ['RRULE:FREQ=DAILY', 'DTSTART: is required'],
    ['DTSTART:20260101\nSUMMARY:x', 'SUMMARY: is not a property of recurrence'],
    ['DTSTART:20260101\nDTSTART:20260101', 'DTSTART: must not occur more than once'],
    ['DTSTART;TZID=Europe/Berlin:20260101T000000Z', 'TZID: must stand only beside a local date-time'],
    ['DTSTART;TZID=Mars/Olympus:20260101T000000', 'TZID: "Mars/Olympus" is not a known time zone (RFC 5545 §3.2.19)'],
    ['DTSTART:20260101\nEXDATE:20260101T000000', 'EXDATE: must have the same value type as DTSTART'],
    ['DTSTART:20260102T000000\nDTEND:20260101T000000', 'DTEND: must be later than DTSTART'],
    ['DTSTART:20260102\nDURATION:PT1H', 'DURATION: must be whole days'],
    ['DTSTART:20260102\nDURATION:P', 'DURATION: "P" is not a duration'],
    ['DTSTART:20260102\nDURATION:P1D\nDTEND:20260103', 'DURATION: must not occur together with DTEND'],
    ['gibberish', 'gibberish: is not a content line'],
  ])('is refused with the reason: %j', (text, message) => {
    expect(() => seriesOf(parseSeriesText(text))).toThrow(message);
  });
});

describe('A rule in plain words', () => {
  it.each([
    ['FREQ=DAILY', 'every day', 'jeden Tag'],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=10',
      'every 2 weeks on Monday and Friday, 10 times',
      'alle 2 Wochen am Montag und Freitag, 10-mal',
    ],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on last Friday', 'jeden Monat am letzten Freitag'],
    [
      'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2;UNTIL=20300101',
      'every year on the 2nd day of the month in March, until 2030-01-01',
      'jedes Jahr am 2. Tag des Monats im März, bis 2030-01-01',
    ],
    ['FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30', 'every day at 09:30 and 17:30', 'jeden Tag um 09:30 und 17:30 Uhr'],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-2',
      'every month on Monday and Tuesday (only the 2nd to last of these)',
      'jeden Monat am Montag und Dienstag (davon nur den 2.-letzten)',
    ],
  ])('%s', (text, inEnglish, inGerman) => {
    expect(describeRule(parseRule(text))).toBe(inEnglish);
    expect(describeRule(parseRule(text), german)).toBe(inGerman);
  });
});
