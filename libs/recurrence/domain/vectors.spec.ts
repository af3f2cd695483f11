import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { printDateTime, parseDateTime } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import { iterate, occurrences } from './occurrences.ts';
import { seriesOf } from './series-of.ts';
import { type Series, momentOf } from './series.ts';

interface Case {
  id: string;
  rrule: string;
  dtstart: string;
  tzid?: string;
  exdate?: string[];
  rdate?: string[];
  limit: number;
  window: { from: string; toInclusive?: string; toExclusive?: string };
  expected: string[];
  expectedUtc: string[];
  expectedUtcIfGapSkipped?: string[];
}

const vectors = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as Case[];

/** The engines that the vectors come from stop here, some of them in the middle of a series. */
const HORIZON = parseDateTime('22000101T000000', 'UNTIL').local;

const print = (series: Series, dtstart: string, moment: number) =>
  printDateTime({ local: moment, form: series.form === 'date' ? 'date' : dtstart.endsWith('Z') ? 'utc' : 'local' });

function firstOf(series: Series, dtstart: string, limit: number): string[] {
  const starts: string[] = [];
  for (const { start } of iterate(series)) {
    if (start >= HORIZON || starts.length === limit) break;
    starts.push(print(series, dtstart, start));
  }
  return starts;
}

function firstInUtc(series: Series, limit: number): string[] {
  const found = iterate(series).take(limit);
  return [...found].map(({ start }) => printDateTime({ local: start, form: 'utc' }));
}

const wrong = (cases: Case[], actual: (test: Case) => string[], expected = (test: Case) => test.expected) =>
  cases.flatMap((test) => {
    const got = actual(test);
    return got.join() === expected(test).join() ? [] : [{ ...test, got }];
  });

describe('A recurrence rule, beside what independent engines agree on,', () => {
  it.each(['rrule', 'skip'])('occurs as in %s.json', (name) => {
    const cases = vectors(name);
    expect(cases.length).toBeGreaterThan(100);
    expect(wrong(cases, (test) => firstOf(seriesOf(test), test.dtstart, test.limit))).toEqual([]);
  });

  it.each(['sets', 'windows'])('occurs in a window as in %s.json', (name) => {
    const inWindow = (test: Case) => {
      const series = seriesOf(test);
      const at = (text: string) => momentOf(series, parseDateTime(text, 'UNTIL'), 'UNTIL');
      const { from, toInclusive, toExclusive } = test.window;
      const to = toExclusive ? at(toExclusive) : at(toInclusive!) + 1;
      return occurrences(series, { from: at(from), to }).map(({ start }) => print(series, test.dtstart, start));
    };
    expect(wrong(vectors(name), inWindow)).toEqual([]);
  });

  it('occurs in time zones as in zones.json, through gaps and overlaps', () => {
    const actual = (test: Case) => firstInUtc(seriesOf(test), test.limit);
    expect(wrong(vectors('zones'), actual, (test) => test.expectedUtc)).toEqual([]);
  });

  it('leaves times in a gap of the clock out where the series asks for it', () => {
    const cases = vectors('zones').filter((test) => test.expectedUtcIfGapSkipped);
    const actual = (test: Case) => firstInUtc(seriesOf({ ...test, gaps: 'skip' }), test.limit);
    expect(cases.length).toBeGreaterThan(50);
    expect(wrong(cases, actual, (test) => test.expectedUtcIfGapSkipped!)).toEqual([]);
  });

  it.each(vectors('invalid'))('is refused: $rrule from $dtstart', ({ rrule, dtstart }) => {
    expect(() => seriesOf({ rrule, dtstart })).toThrow(InvalidRecurrence);
  });
});
