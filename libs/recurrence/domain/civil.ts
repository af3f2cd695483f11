/**
 * Proleptic Gregorian calendar on integers. A *day* counts from 1970-01-01 (day 0); a *local time* is milliseconds
 * since 1970-01-01T00:00 on the wall clock, with no zone in it. All functions are O(1) and allocate nothing.
 */
const { floor } = Math;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The calendar repeats, weekdays included, after 400 years. */
export const DAYS_PER_CYCLE = 146_097;
export const CYCLE = DAYS_PER_CYCLE * DAY;

/** The last local time iCalendar can write: its years have four digits (RFC 5545 §3.3.4). */
export const LAST_LOCAL = 253_402_300_799_000;

const DAYS_BEFORE_MONTH = [
  [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365],
  [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366],
] as const;

/** Whether `year` has a 29 February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 365 or 366. */
export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

/** 28 to 31; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);
}

/** The day of 1 January. */
export function firstDayOfYear(year: number): number {
  const before = year - 1;
  return before * 365 + floor(before / 4) - floor(before / 100) + floor(before / 400) - 719_162;
}

/** The day of the first of a month; `month` is 1 to 12. */
export function firstDayOfMonth(year: number, month: number): number {
  return firstDayOfYear(year) + DAYS_BEFORE_MONTH[isLeapYear(year) ? 1 : 0][month - 1]!;
}

/** The year a day lies in. */
export function yearOf(day: number): number {
  const guess = floor((day + 719_162) / 365.2425) + 1;
  if (firstDayOfYear(guess) > day) return guess - 1;
  return firstDayOfYear(guess + 1) <= day ? guess + 1 : guess;
}

/** The month (1 to 12) of the `dayOfYear`-th day of a year, counted from 0. */
export function monthOf(year: number, dayOfYear: number): number {
  const before = DAYS_BEFORE_MONTH[isLeapYear(year) ? 1 : 0];
  const guess = (dayOfYear >> 5) + 1;
  return before[guess]! <= dayOfYear ? guess + 1 : guess;
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The day a local time lies in. */
export function dayOf(local: number): number {
  return floor(local / DAY);
}

/** Year, month and day of the month. */
export function civilOf(day: number): { year: number; month: number; date: number } {
  const year = yearOf(day);
  const dayOfYear = day - firstDayOfYear(year);
  const month = monthOf(year, dayOfYear);
  return { year, month, date: day - firstDayOfMonth(year, month) + 1 };
}

/** Months since year 0, for the month a day lies in. */
export function monthIndexOf(day: number): number {
  const year = yearOf(day);
  return year * 12 + monthOf(year, day - firstDayOfYear(year)) - 1;
}

/** Week 1 is the first with at least four days in the year (RFC 5545 §3.3.10, as ISO 8601). */
export function firstDayOfWeekYear(weekYear: number, weekStart: number): number {
  const first = firstDayOfYear(weekYear);
  const intoWeek = modulo(weekdayOf(first) - weekStart, 7);
  return intoWeek <= 3 ? first - intoWeek : first + 7 - intoWeek;
}

/** The year whose weeks a day belongs to. */
export function weekYearOf(day: number, weekStart: number): number {
  const year = yearOf(day);
  if (day < firstDayOfWeekYear(year, weekStart)) return year - 1;
  return day >= firstDayOfWeekYear(year + 1, weekStart) ? year + 1 : year;
}

/** Greatest common divisor of two positive integers. */
export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** The remainder that is never negative. */
export function modulo(value: number, modulus: number): number {
  const remainder = value % modulus;
  return remainder < 0 ? remainder + modulus : remainder;
}
