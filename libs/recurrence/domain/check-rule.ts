import type { Form } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import type { Rule } from './rule.ts';

/** What a rule must agree with in its DTSTART: how that is written, and whether a TZID stands beside it. */
export interface StartShape {
  readonly form: Form;
  readonly zoned: boolean;
}

interface Demand {
  part: string;
  broken: (rule: Rule, start: StartShape) => unknown;
  says: string;
}

const SUB_DAILY = ['SECONDLY', 'MINUTELY', 'HOURLY'];
const hasNth = (rule: Rule) => rule.byDay?.some(({ nth }) => nth !== undefined);
const untilForm = ({ form, zoned }: StartShape) => (zoned ? 'utc' : form);

const DEMANDS: Demand[] = [
  {
    part: 'COUNT',
    broken: (rule) => rule.count !== undefined && rule.until,
    says: 'must not occur in the same rule as UNTIL',
  },
  {
    part: 'UNTIL',
    broken: (rule, { form }) => rule.until && (rule.until.form === 'date') !== (form === 'date'),
    says: 'must have the same value type as DTSTART, date or date-time',
  },
  {
    part: 'UNTIL',
    broken: (rule, start) => rule.until && untilForm(start) === 'utc' && rule.until.form !== 'utc',
    says: 'must be in UTC where DTSTART is in UTC or has a TZID',
  },
  {
    part: 'UNTIL',
    broken: (rule, start) => rule.until && rule.until.form !== untilForm(start),
    says: 'must be a local time where DTSTART is a local time',
  },
  {
    part: 'BYWEEKNO',
    broken: (rule) => rule.byWeekNo && rule.freq !== 'YEARLY',
    says: 'must not be used with a FREQ other than YEARLY',
  },
  {
    part: 'BYYEARDAY',
    broken: (rule) => rule.byYearDay && ['DAILY', 'WEEKLY', 'MONTHLY'].includes(rule.freq),
    says: 'must not be used when FREQ is DAILY, WEEKLY or MONTHLY',
  },
  {
    part: 'BYMONTHDAY',
    broken: (rule) => rule.byMonthDay && rule.freq === 'WEEKLY',
    says: 'must not be used when FREQ is WEEKLY',
  },
  {
    part: 'BYDAY',
    broken: (rule) => hasNth(rule) && rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY',
    says: 'must not have a number when FREQ is not MONTHLY or YEARLY',
  },
  {
    part: 'BYDAY',
    broken: (rule) => hasNth(rule) && rule.byWeekNo,
    says: 'must not have a number beside BYWEEKNO',
  },
  {
    part: 'BYSETPOS',
    broken: (rule) =>
      rule.bySetPos &&
      !(rule.bySecond ?? rule.byMinute ?? rule.byHour ?? rule.byDay ?? rule.byMonthDay) &&
      !(rule.byYearDay ?? rule.byWeekNo ?? rule.byMonth),
    says: 'must be used together with another BY… part',
  },
  {
    part: 'BYHOUR',
    broken: (rule, { form }) => rule.byHour && form === 'date',
    says: 'must not be used when DTSTART is a date',
  },
  {
    part: 'BYMINUTE',
    broken: (rule, { form }) => rule.byMinute && form === 'date',
    says: 'must not be used when DTSTART is a date',
  },
  {
    part: 'BYSECOND',
    broken: (rule, { form }) => rule.bySecond && form === 'date',
    says: 'must not be used when DTSTART is a date',
  },
  {
    part: 'FREQ',
    broken: (rule, { form }) => form === 'date' && SUB_DAILY.includes(rule.freq),
    says: 'a series of dates cannot recur within a day',
  },
];

/** Throws InvalidRecurrence for the first demand of RFC 5545 §3.3.10 that the rule breaks, by itself or beside its DTSTART. */
export function checkRule(rule: Rule, start: StartShape): void {
  const demand = DEMANDS.find(({ broken }) => broken(rule, start));
  if (demand) throw new InvalidRecurrence(demand.part, demand.says);
}
