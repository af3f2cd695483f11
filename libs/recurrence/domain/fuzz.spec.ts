import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rules, starts, zoneIds } from '../testing/arbitraries.ts';
import { InvalidRecurrence, TooManyOccurrences } from './invalid-recurrence.ts';
import { next, occurrences } from './occurrences.ts';
import { NUMBER_PARTS, printRule } from './rule.ts';
import { type SeriesText, seriesOf } from './series-of.ts';

const MONTH = 31 * 86_400_000;

/** The process's own time, so that what else the machine does is not held against a rule. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The engine's own time is bounded; a busy machine gets a second and third chance to show it. */
function expectAnswerWithin(milliseconds: number, ask: () => unknown): void {
  let best = Infinity;
  for (let chance = 0; chance < 3 && best > milliseconds; chance++) {
    const begun = cpuMilliseconds();
    try {
      ask();
    } catch (error) {
      if (!(error instanceof InvalidRecurrence || error instanceof TooManyOccurrences)) throw error;
    }
    best = Math.min(best, cpuMilliseconds() - begun);
  }
  expect(best).toBeLessThan(milliseconds);
}

const expandAMonth = (text: SeriesText) => () => {
  const from = Date.UTC(2026, 2, 1);
  return occurrences(seriesOf(text), { from, to: from + MONTH });
};

const everything = NUMBER_PARTS.filter(({ name }) => !['BYSETPOS', 'BYWEEKNO', 'BYYEARDAY'].includes(name)).map(
  ({ name, min, max }) => `${name}=${Array.from({ length: max - min + 1 }, (_, index) => min + index).join(',')}`,
);

describe('Whatever comes in', () => {
  it.each([
    'FREQ=SECONDLY',
    'FREQ=SECONDLY;COUNT=999999999',
    'FREQ=SECONDLY;INTERVAL=2;BYSECOND=1',
    'FREQ=SECONDLY;INTERVAL=999999937;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=SECONDLY;BYHOUR=1;BYMINUTE=2;BYSECOND=3;BYYEARDAY=366',
    'FREQ=YEARLY;COUNT=999999999',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5',
    'FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=4',
    `FREQ=YEARLY;${everything.join(';')}`,
    `FREQ=DAILY;${everything.join(';')};COUNT=999999999`,
    `FREQ=YEARLY;${everything.join(';')};BYSETPOS=-366,366`,
    `FREQ=SECONDLY;${everything.join(';')};BYSETPOS=1`,
  ])('a month is expanded or refused within 100 ms: %.60s', (rrule) => {
    expectAnswerWithin(100, expandAMonth({ dtstart: '20260101T000000', rrule }));
    expectAnswerWithin(100, expandAMonth({ dtstart: '00010101T000000', tzid: 'Europe/Berlin', rrule }));
  });

  it('any rule expands a month, and finds its next occurrence or that there is none, within 100 ms', () => {
    fc.assert(
      fc.property(rules, starts, zoneIds, (rule, start, tzid) => {
        const text = { dtstart: start.toString({ smallestUnit: 'second' }), tzid, rrule: printRule(rule) };
        expectAnswerWithin(100, expandAMonth(text));
        expectAnswerWithin(100, () => next(seriesOf(text), Date.UTC(2040, 0, 1)));
      }),
      { numRuns: 200 },
    );
  });

  it('any text is read or refused with a reason, never anything else', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'FREQ',
        'BYDAY',
        'UNTIL',
        'COUNT',
        'INTERVAL',
        'BYHOUR',
        'MONTHLY',
        '20260101',
        '-1',
        '1MO',
        '5e9',
      ),
    );
    const text = fc
      .array(
        fc.tuple(part, part).map((pair) => pair.join('=')),
        { maxLength: 6 },
      )
      .map((all) => all.join(';'));
    fc.assert(
      fc.property(text, part, part, (rrule, dtstart, tzid) => {
        expectAnswerWithin(100, expandAMonth({ dtstart: '20260101T090000', rrule }));
        expectAnswerWithin(100, expandAMonth({ dtstart, tzid, exdate: [dtstart], rrule: `FREQ=DAILY;${rrule}` }));
      }),
      { numRuns: 500 },
    );
  });
});
