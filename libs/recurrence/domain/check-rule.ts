import { DAY, SECOND, dayOf } from './civil.ts';
import type { DateTime, Form } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import type { Rule } from './rule.ts';
import type { Zone } from './zone.ts';

/** What a rule must agree with in its DTSTART: how that is written, and the zone that stands beside it. */
export interface StartShape {
  readonly form: Form;
  readonly zone?: Zone;
}

/** One demand of RFC 5545 §3.3.10: when a rule breaks it, and how a rule from a careless program is mended. */
interface Demand {
  part: string;
  broken: (rule: Rule, start: StartShape) => unknown;
  says: string;
  mend?: (rule: Rule, start: StartShape) => Rule;
}

const SUB_DAILY = ['SECONDLY', 'MINUTELY', 'HOURLY'];
const hasNth = (rule: Rule) => rule.byDay?.some(({ nth }) => nth !== undefined);
const untilForm = ({ form, zone }: StartShape) => (zone ? 'utc' : form);
const without =
  (...keys: (keyof Rule)[]) =>
  (rule: Rule) =>
    Object.fromEntries(Object.entries(rule).filter(([key]) => !keys.includes(key as keyof Rule))) as unknown as Rule;

const DEMANDS: Demand[] = [
  {
    part: 'COUNT',
    broken: (rule) => rule.count !== undefined && rule.until,
    says: 'must not occur in the same rule as UNTIL',
    mend: without('count'),
  },
  {
    part: 'UNTIL',
    broken: (rule, { form }) => rule.until && (rule.until.form === 'date') !== (form === 'date'),
    says: 'must have the same value type as DTSTART, date or date-time',
    mend: mendUntil,
  },
  {
    part: 'UNTIL',
    broken: (rule, start) => rule.until && untilForm(start) === 'utc' && rule.until.form !== 'utc',
    says: 'must be in UTC where DTSTART is in UTC or has a TZID',
    mend: mendUntil,
  },
  {
    part: 'UNTIL',
    broken: (rule, start) => rule.until && rule.until.form !== untilForm(start),
    says: 'must be a local time where DTSTART is a local time',
    mend: mendUntil,
  },
  {
    part: 'BYWEEKNO',
    broken: (rule) => rule.byWeekNo && rule.freq !== 'YEARLY',
    says: 'must not be used with a FREQ other than YEARLY',
    mend: without('byWeekNo'),
  },
  {
    part: 'BYYEARDAY',
    broken: (rule) => rule.byYearDay && ['DAILY', 'WEEKLY', 'MONTHLY'].includes(rule.freq),
    says: 'must not be used when FREQ is DAILY, WEEKLY or MONTHLY',
    mend: without('byYearDay'),
  },
  {
    part: 'BYMONTHDAY',
    broken: (rule) => rule.byMonthDay && rule.freq === 'WEEKLY',
    says: 'must not be used when FREQ is WEEKLY',
    mend: without('byMonthDay'),
  },
  {
    part: 'BYDAY',
    broken: (rule) => hasNth(rule) && rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY',
    says: 'must not have a number when FREQ is not MONTHLY or YEARLY',
    mend: withoutNth,
  },
  {
    part: 'BYDAY',
    broken: (rule) => hasNth(rule) && rule.byWeekNo,
    says: 'must not have a number beside BYWEEKNO',
    mend: withoutNth,
  },
  {
    part: 'BYSETPOS',
    broken: (rule) =>
      rule.bySetPos &&
      !(rule.bySecond ?? rule.byMinute ?? rule.byHour ?? rule.byDay ?? rule.byMonthDay) &&
      !(rule.byYearDay ?? rule.byWeekNo ?? rule.byMonth),
    says: 'must be used together with another BY… part',
    mend: without('bySetPos'),
  },
  {
    part: 'BYHOUR',
    broken: (rule, { form }) => rule.byHour && form === 'date',
    says: 'must not be used when DTSTART is a date',
    mend: without('byHour'),
  },
  {
    part: 'BYMINUTE',
    broken: (rule, { form }) => rule.byMinute && form === 'date',
    says: 'must not be used when DTSTART is a date',
    mend: without('byMinute'),
  },
  {
    part: 'BYSECOND',
    broken: (rule, { form }) => rule.bySecond && form === 'date',
    says: 'must not be used when DTSTART is a date',
    mend: without('bySecond'),
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

/**
 * Mends what real programs get wrong, for imports: the nearest rule that RFC 5545 allows, and a sentence for each
 * change. Parts in the wrong place are ignored, UNTIL is brought into the form of DTSTART. Throws where nothing helps.
 */
export function mendRule(rule: Rule, start: StartShape): { rule: Rule; repairs: string[] } {
  const repairs: string[] = [];
  for (const { part, broken, says, mend } of DEMANDS) {
    if (!mend || !broken(rule, start)) continue;
    rule = mend(rule, start);
    repairs.push(`${part}: ${says}; mended.`);
  }
  checkRule(rule, start);
  return { rule, repairs };
}

function withoutNth(rule: Rule): Rule {
  const weekdays = new Set(rule.byDay!.map(({ weekday }) => weekday));
  return { ...rule, byDay: [...weekdays].map((weekday) => ({ weekday })) };
}

/** A date means its whole day; a time without zone is on the clock of DTSTART, one in UTC over a floating start likewise. */
function mendUntil(rule: Rule, { form, zone }: StartShape): Rule {
  const until: DateTime = rule.until!;
  const inUtc = until.form === 'utc';
  const local = inUtc && zone ? zone.toLocal(until.local) : until.local;
  if (form === 'date') return { ...rule, until: { local: dayOf(local) * DAY, form } };
  const end = until.form === 'date' ? local + DAY - SECOND : local;
  if (zone) return { ...rule, until: { local: inUtc ? until.local : zone.toEpoch(end), form: 'utc' } };
  return { ...rule, until: { local: end, form } };
}
