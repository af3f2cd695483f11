import { type DateTime, parseDateTime, printDateTime, shorten } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';

export const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export const SKIPS = ['OMIT', 'BACKWARD', 'FORWARD'] as const;

export type Frequency = (typeof FREQUENCIES)[number];
export type Weekday = (typeof WEEKDAYS)[number];
/** What becomes of a day the month or year does not have (RFC 7529 §4.1). */
export type Skip = (typeof SKIPS)[number];

/** A weekday, or its nth in the month or year; a negative `nth` counts from the end. */
export interface NthWeekday {
  readonly weekday: Weekday;
  readonly nth?: number;
}

/** A recurrence rule (RFC 5545 §3.3.10, RFC 7529 SKIP); lists are sorted and free of duplicates. */
export interface Rule {
  readonly freq: Frequency;
  readonly interval: number;
  readonly weekStart: Weekday;
  readonly count?: number;
  readonly until?: DateTime;
  readonly bySecond?: readonly number[];
  readonly byMinute?: readonly number[];
  readonly byHour?: readonly number[];
  readonly byDay?: readonly NthWeekday[];
  readonly byMonthDay?: readonly number[];
  readonly byYearDay?: readonly number[];
  readonly byWeekNo?: readonly number[];
  readonly byMonth?: readonly number[];
  readonly bySetPos?: readonly number[];
  readonly skip?: Skip;
  /** Local time of the last of `count` occurrences, once `settle` has found it; spares every later window the counting. */
  readonly last?: number;
}

/** The rule parts that list numbers, in the order in which they are printed. */
export const NUMBER_PARTS = [
  { name: 'BYMONTH', key: 'byMonth', min: 1, max: 12, signed: false },
  { name: 'BYWEEKNO', key: 'byWeekNo', min: 1, max: 53, signed: true },
  { name: 'BYYEARDAY', key: 'byYearDay', min: 1, max: 366, signed: true },
  { name: 'BYMONTHDAY', key: 'byMonthDay', min: 1, max: 31, signed: true },
  { name: 'BYHOUR', key: 'byHour', min: 0, max: 23, signed: false },
  { name: 'BYMINUTE', key: 'byMinute', min: 0, max: 59, signed: false },
  { name: 'BYSECOND', key: 'bySecond', min: 0, max: 60, signed: false },
  { name: 'BYSETPOS', key: 'bySetPos', min: 1, max: 366, signed: true },
] as const;

/** The longest rule text that is read; one that lists every value of every part has about 4,000 characters. */
const MAX_TEXT = 8_192;

/** Steps and counts have at most nine digits, so that all arithmetic stays exact. */
const WHOLE_NUMBER = /^0*[1-9]\d{0,8}$/;

/**
 * Reads the value of an RRULE: `FREQ=WEEKLY;BYDAY=MO,WE`. Checks each part by itself; what the parts demand of each
 * other and of DTSTART is checked by `checkRule`. O(length). Throws InvalidRecurrence.
 */
export function parseRule(text: string): Rule {
  if (text.length > MAX_TEXT) throw new InvalidRecurrence('RRULE', `longer than ${MAX_TEXT} characters`);
  const parts = new Map<string, string>();
  for (const part of text.trim().toUpperCase().split(';')) {
    const [name, value, ...rest] = part.split('=') as [string, string?, ...string[]];
    if (!name || !value || rest.length) throw new InvalidRecurrence('RRULE', `"${shorten(part)}" is not NAME=VALUE`);
    if (parts.has(name)) throw new InvalidRecurrence(name, 'must not occur more than once');
    if (!READERS.has(name)) throw new InvalidRecurrence(shorten(name), 'is not a part of a recurrence rule');
    parts.set(name, value);
  }
  const freq = parts.get('FREQ');
  if (!freq) throw new InvalidRecurrence('FREQ', 'is required');
  const rule = { freq, interval: 1, weekStart: 'MO' } as Rule;
  for (const [name, value] of parts) Object.assign(rule, READERS.get(name)!(value));
  if (rule.skip && !parts.has('RSCALE')) {
    throw new InvalidRecurrence('SKIP', 'must not be present without RSCALE', 'RFC 7529 §4.1');
  }
  return rule;
}

/** Writes a rule in its normal form: parts in a fixed order, sorted lists, nothing that says the default. */
export function printRule(rule: Rule): string {
  const parts = rule.skip ? ['RSCALE=GREGORIAN'] : [];
  parts.push(`FREQ=${rule.freq}`);
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`);
  if (rule.until) parts.push(`UNTIL=${printDateTime(rule.until)}`);
  for (const { name, key } of NUMBER_PARTS) {
    if (name === 'BYHOUR' && rule.byDay) parts.push(`BYDAY=${rule.byDay.map(printWeekday).join(',')}`);
    if (rule[key]) parts.push(`${name}=${rule[key].join(',')}`);
  }
  if (rule.weekStart !== 'MO') parts.push(`WKST=${rule.weekStart}`);
  if (rule.skip) parts.push(`SKIP=${rule.skip}`);
  return parts.join(';');
}

type Reader = (value: string) => Partial<Rule>;

const READERS = new Map<string, Reader>([
  ['FREQ', (value) => ({ freq: oneOf(FREQUENCIES, 'FREQ', value) })],
  ['INTERVAL', (value) => ({ interval: wholeNumber('INTERVAL', value) })],
  ['COUNT', (value) => ({ count: wholeNumber('COUNT', value) })],
  ['UNTIL', (value) => ({ until: parseDateTime(value, 'UNTIL') })],
  ['BYDAY', (value) => ({ byDay: weekdays(value) })],
  ['WKST', (value) => ({ weekStart: oneOf(WEEKDAYS, 'WKST', value) })],
  ['RSCALE', (value) => (oneOf(['GREGORIAN'], 'RSCALE', value, 'RFC 7529 §4.1'), {})],
  ['SKIP', (value) => ({ skip: oneOf(SKIPS, 'SKIP', value, 'RFC 7529 §4.1') })],
  ...NUMBER_PARTS.map((part): [string, Reader] => [part.name, (value) => ({ [part.key]: numbers(part, value) })]),
]);

function numbers(part: (typeof NUMBER_PARTS)[number], value: string): number[] {
  const found = value.split(',').map((item) => {
    const number = /^[+-]?\d{1,3}$/.test(item) && (part.signed || !/^[+-]/.test(item)) ? Number(item) : NaN;
    if (Math.abs(number) >= part.min && Math.abs(number) <= part.max) return number;
    const range = part.signed ? `±${part.min} to ±${part.max}` : `${part.min} to ${part.max}`;
    throw new InvalidRecurrence(part.name, `"${shorten(item)}" is not in ${range}`);
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function weekdays(value: string): NthWeekday[] {
  const found = new Map<string, NthWeekday>();
  for (const item of value.split(',')) {
    const [, digits, weekday] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? [];
    if (!weekday) throw new InvalidRecurrence('BYDAY', `"${shorten(item)}" is not a weekday`);
    const nth = digits === undefined ? undefined : Number(digits);
    if (nth === 0 || Math.abs(nth ?? 1) > 53) throw new InvalidRecurrence('BYDAY', `${digits} is not in ±1 to ±53`);
    found.set(`${nth ?? ''}${weekday}`, { weekday: oneOf(WEEKDAYS, 'BYDAY', weekday), ...(nth && { nth }) });
  }
  const order = (day: NthWeekday) => (day.nth ?? 0) * 7 + WEEKDAYS.indexOf(day.weekday);
  return [...found.values()].sort((a, b) => order(a) - order(b));
}

function wholeNumber(part: string, value: string): number {
  if (WHOLE_NUMBER.test(value)) return Number(value);
  throw new InvalidRecurrence(part, `"${shorten(value)}" is not a whole number from 1 to 999999999`);
}

function oneOf<T extends string>(choices: readonly T[], part: string, value: string, reference?: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice) return choice;
  throw new InvalidRecurrence(part, `"${shorten(value)}" is not one of ${choices.join(', ')}`, reference);
}

const printWeekday = ({ nth, weekday }: NthWeekday) => `${nth ?? ''}${weekday}`;
