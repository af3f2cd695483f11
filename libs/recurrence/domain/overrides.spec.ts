import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseDateTime, printDateTime } from './date-time.ts';
import { iterate, next, occurrences } from './occurrences.ts';
import { cancelOccurrence, moveOccurrence, overrideOf, withOverride } from './overrides.ts';
import { parseSeriesText } from './series-text.ts';
import { seriesOf } from './series-of.ts';
import { type Series, formatMoment } from './series.ts';

interface Case {
  ics: string;
  window: { from: string; toExclusive: string };
  expected: { start: string; summary: string }[];
}

const RECURRENCE = /^(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE)\b/;

/** Puts a calendar of one event and its overrides together, as an importer does. */
function readCalendar(ics: string): Series {
  const events = ics.split('BEGIN:VEVENT').slice(1);
  const value = (event: string, name: string) => new RegExp(`^${name}[^:\\n]*:(.*)$`, 'm').exec(event)?.[1];
  const recurrence = (event: string) => event.split('\n').filter((line) => RECURRENCE.test(line));
  const master = events.find((event) => !event.includes('RECURRENCE-ID'))!;
  const series = seriesOf(parseSeriesText(recurrence(master).join('\n')));
  return events
    .filter((event) => event !== master)
    .map((event) => ({
      recurrenceId: value(event, 'RECURRENCE-ID')!,
      dtstart: value(event, 'DTSTART')!,
      duration: value(event, 'DURATION')!,
      data: value(event, 'SUMMARY'),
    }))
    .reduce((all, text) => withOverride(all, overrideOf(series, text)), series);
}

const cases = JSON.parse(readFileSync(new URL('../vectors/overrides.json', import.meta.url), 'utf8')) as Case[];

describe('A calendar with overrides', () => {
  it.each(cases)('occurs as independent engines agree: $id', ({ ics, window, expected }) => {
    const at = (text: string) => parseDateTime(text, 'UNTIL').local;
    const found = occurrences(readCalendar(ics), { from: at(window.from), to: at(window.toExclusive) });
    const shown = found.map(({ start, override }) => ({
      start: printDateTime({ local: start, form: 'utc' }),
      summary: (override?.data as string) ?? 'base',
    }));
    const key = (one: { start: string; summary: string }) => `${one.start} ${one.summary}`;
    expect(shown.map(key).sort()).toEqual(expected.map(key).sort());
  });
});

const daily = seriesOf({
  dtstart: '20260328T090000',
  tzid: 'Europe/Berlin',
  duration: 'PT1H',
  rrule: 'FREQ=DAILY;COUNT=5',
});
const shown = (series: Series) => [...iterate(series)].map(({ start }) => formatMoment(series, start).slice(5, 22));
const second = [...iterate(daily)][1]!.start;

describe('A changed occurrence', () => {
  it('is moved alone, and keeps its name and length', () => {
    const moved = moveOccurrence(daily, second, second + 36 * 3_600_000);
    expect(shown(moved)).toEqual([
      '03-28T09:00:00+01',
      '03-30T09:00:00+02',
      '03-30T21:00:00+02',
      '03-31T09:00:00+02',
      '04-01T09:00:00+02',
    ]);
    const found = next(moved, second + 36 * 3_600_000)!;
    expect(found).toMatchObject({ recurrenceId: second, end: found.start + 3_600_000 });
  });

  it('can be moved again by the same name', () => {
    const twice = moveOccurrence(moveOccurrence(daily, second, second + 1_000), second, second + 2_000);
    expect(twice.overrides).toHaveLength(1);
    expect(next(twice, second)!.start).toBe(second + 2_000);
  });

  it('can be taken out, but only once', () => {
    const without = cancelOccurrence(daily, second);
    expect(shown(without)).toHaveLength(4);
    expect(() => cancelOccurrence(without, second)).toThrow('RECURRENCE-ID: the series has no such occurrence');
  });

  it('moves all that follow by as much on the wall clock, across a change of offset', () => {
    const first = next(daily, 0)!.start;
    const shifted = withOverride(daily, { recurrenceId: first, start: first + 7_200_000, following: true });
    expect(shown(shifted)).toEqual([
      '03-28T11:00:00+01',
      '03-29T11:00:00+02',
      '03-30T11:00:00+02',
      '03-31T11:00:00+02',
      '04-01T11:00:00+02',
    ]);
  });

  it('outlives a change of all that follow, and a cancellation of them', () => {
    const third = [...iterate(daily)][2]!.start;
    const mixed = withOverride(withOverride(daily, { recurrenceId: second, cancelled: true, following: true }), {
      recurrenceId: third,
      start: third + 60_000,
    });
    expect(shown(mixed)).toEqual(['03-28T09:00:00+01', '03-30T09:01:00+02']);
  });
});
