import fc from 'fast-check';
import { checkRule } from '../domain/check-rule.ts';
import { FREQUENCIES, type Rule, WEEKDAYS, parseRule, printRule } from '../domain/rule.ts';

const list = (min: number, max: number, signed = false) =>
  fc
    .uniqueArray(
      signed ? fc.oneof(fc.integer({ min, max }), fc.integer({ min: -max, max: -min })) : fc.integer({ min, max }),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((numbers) => numbers.sort((a, b) => a - b));

const weekdays = fc.uniqueArray(
  fc.record({
    weekday: fc.constantFrom(...WEEKDAYS),
    nth: fc.option(fc.constantFrom(1, 2, -1, 5, -3), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 3, selector: ({ weekday, nth }) => `${nth}${weekday}` },
);

/** Any rule that RFC 5545 allows beside a local DTSTART, without end, each part now and then. */
export const rules: fc.Arbitrary<Rule> = fc
  .record(
    {
      freq: fc.constantFrom(...FREQUENCIES),
      interval: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.constantFrom(25, 45, 90)),
      weekStart: fc.constantFrom(...WEEKDAYS),
      byMonth: list(1, 12),
      byMonthDay: list(1, 31, true),
      byYearDay: list(1, 366, true),
      byWeekNo: list(1, 53, true),
      byDay: weekdays,
      byHour: list(0, 23),
      byMinute: list(0, 59),
      bySecond: list(0, 59),
      bySetPos: list(1, 4, true),
    },
    { requiredKeys: ['freq', 'interval', 'weekStart'] },
  )
  .map((rule) => JSON.parse(JSON.stringify(rule)) as Rule) // without keys that are undefined
  .filter((rule) => {
    try {
      checkRule(rule, { form: 'local' });
      return true;
    } catch {
      return false;
    }
  })
  .map((rule) => parseRule(printRule(rule)));

/** Starts between 2016 and 2024, on whole seconds. */
export const starts = fc
  .record({ day: fc.integer({ min: 0, max: 3_000 }), second: fc.integer({ min: 0, max: 86_399 }) })
  .map(({ day, second }) => Temporal.PlainDateTime.from('2016-01-01').add({ days: day, seconds: second }));

export const zoneIds = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Africa/Cairo',
  'Pacific/Apia',
  'Asia/Kolkata',
  'Europe/Dublin',
);
