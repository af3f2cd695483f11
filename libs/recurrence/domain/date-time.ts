import { DAY, HOUR, LAST_LOCAL, MINUTE, SECOND, civilOf, dayOf, daysInMonth, firstDayOfMonth } from './civil.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';

/** How a DATE or DATE-TIME value is written: a day, a wall-clock time, or a time in UTC (RFC 5545 §3.3.4, §3.3.5). */
export type Form = 'date' | 'local' | 'utc';

/** A DATE or DATE-TIME value: `local` is the written time as milliseconds since 1970-01-01T00:00 on the same clock. */
export interface DateTime {
  readonly local: number;
  readonly form: Form;
}

/** How long an occurrence lasts: whole days keep the clock time across changes of offset, milliseconds are exact. */
export interface Length {
  readonly days: number;
  readonly milliseconds: number;
}

const DATE_TIME = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(Z)?)?$/;
const DURATION = /^([+-])?P(?:(\d{1,6})W|(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,10})S)?)?)$/;

/** Reads `20260329T023000`, `20260329T003000Z`, `20260329` or the same with ISO 8601 separators; second 60 counts as 59. */
export function parseDateTime(text: string, part: string): DateTime {
  const match = DATE_TIME.exec(text);
  if (!match) throw new InvalidRecurrence(part, `"${shorten(text)}" is not a date or date-time`, 'RFC 5545 §3.3.5');
  const [year, month, date, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0)) as Six;
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) {
    throw new InvalidRecurrence(part, `the calendar has no ${text.slice(0, 10)}`, 'RFC 5545 §3.3.4');
  }
  if (hour > 23 || minute > 59 || second > 60) {
    throw new InvalidRecurrence(part, `"${text}" is not a time of day`, 'RFC 5545 §3.3.12');
  }
  const day = firstDayOfMonth(year, month) + date - 1;
  const local = day * DAY + hour * HOUR + minute * MINUTE + Math.min(second, 59) * SECOND;
  return { local, form: match[4] === undefined ? 'date' : match[7] ? 'utc' : 'local' };
}

type Six = [number, number, number, number, number, number];

/** Writes a value in RFC 5545 basic form. */
export function printDateTime({ local, form }: DateTime): string {
  const text = isoOf(local).replace(/[-:]/g, '');
  return form === 'date' ? text.slice(0, 8) : form === 'utc' ? `${text}Z` : text;
}

/** Writes a local time as `2026-03-29T02:30:00`. */
export function isoOf(local: number): string {
  if (local > LAST_LOCAL || !(local >= -62_167_219_200_000)) {
    throw new InvalidRecurrence('DTSTART', 'a year is written with four digits', 'RFC 5545 §3.3.4');
  }
  const { year, month, date } = civilOf(dayOf(local));
  const time = local - dayOf(local) * DAY;
  const clock = [Math.floor(time / HOUR), Math.floor(time / MINUTE) % 60, Math.floor(time / SECOND) % 60];
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}T${clock.map(two).join(':')}`;
}

/** Reads an RFC 5545 §3.3.6 duration such as `PT1H30M`, `P2D` or `P1W`; negative ones are refused. */
export function parseLength(text: string, part = 'DURATION'): Length {
  const match = DURATION.exec(text);
  if (!match || /[PT]$/.test(text)) {
    throw new InvalidRecurrence(part, `"${shorten(text)}" is not a duration`, 'RFC 5545 §3.3.6');
  }
  if (match[1] === '-') throw new InvalidRecurrence(part, 'must not be negative', 'RFC 5545 §3.8.2.5');
  const [weeks, days, hours, minutes, seconds] = match.slice(2).map((digits) => Number(digits ?? 0)) as Six;
  return { days: weeks * 7 + days, milliseconds: hours * HOUR + minutes * MINUTE + seconds * SECOND };
}

/** Writes a length as `P1DT2H`, or `PT0S` for none. */
export function printLength({ days, milliseconds }: Length): string {
  const units: [number, string][] = [
    [Math.floor(milliseconds / HOUR), 'H'],
    [Math.floor(milliseconds / MINUTE) % 60, 'M'],
    [Math.floor(milliseconds / SECOND) % 60, 'S'],
  ];
  const time = units.map(([amount, unit]) => (amount ? `${amount}${unit}` : '')).join('');
  if (!days && !time) return 'PT0S';
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

/** Input as an error message may repeat it. */
export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const two = (value: number) => String(value).padStart(2, '0');
