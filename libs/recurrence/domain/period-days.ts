import {
  civilOf,
  daysInMonth,
  daysInYear,
  firstDayOfMonth,
  firstDayOfWeekYear,
  firstDayOfYear,
  modulo,
  monthOf,
  weekdayOf,
  yearOf,
} from './civil.ts';
import type { RulePlan } from './rule-plan.ts';

const { floor } = Math;

/**
 * The days of one period on which the rule occurs, ascending and each once, left in `days`; returns how many.
 * Expands by the most telling part and filters by the others (RFC 5545 §3.3.10, table of expansions and limits).
 * O(days named by that part); the array is the caller's to reuse.
 */
export function daysOfPeriod(plan: RulePlan, period: number, days: number[]): number {
  switch (plan.rule.freq) {
    case 'YEARLY':
      return daysOfYear(plan, period, days);
    case 'MONTHLY': {
      const year = floor(period / 12);
      return tidy(days, addDaysOfMonth(plan, year, period - year * 12 + 1, days, 0));
    }
    case 'WEEKLY':
      return tidy(days, addWeek(plan, period * 7 - 3 + plan.weekStart, days, 0));
    default:
      days[0] = period;
      return dayMatches(plan, period) ? 1 : 0;
  }
}

/** Whether a single day passes BYMONTH, BYMONTHDAY, BYYEARDAY and BYDAY, as rules that recur daily or faster ask it. */
export function dayMatches(plan: RulePlan, day: number): boolean {
  if (plan.weekdays && !((plan.weekdays >> weekdayOf(day)) & 1)) return false;
  if (!plan.months && !plan.monthDays && !plan.yearDays && !plan.nthWeekdays) return true;
  const year = yearOf(day);
  const dayOfYear = day - firstDayOfYear(year);
  const month = monthOf(year, dayOfYear);
  if (plan.months && !((plan.months >> month) & 1)) return false;
  if (plan.monthDays) {
    const date = day - firstDayOfMonth(year, month) + 1;
    if (!named(plan.monthDays, date, daysInMonth(year, month))) return false;
  }
  return !plan.yearDays || named(plan.yearDays, dayOfYear + 1, daysInYear(year));
}

/** The last day of a month that BYMONTH rules out, so that it can be passed over; in other months the day itself. */
export function lastDayOfIdleMonth(plan: RulePlan, day: number): number {
  if (!plan.months) return day;
  const { year, month } = civilOf(day);
  if ((plan.months >> month) & 1) return day;
  return firstDayOfMonth(year, month) + daysInMonth(year, month) - 1;
}

function daysOfYear(plan: RulePlan, year: number, days: number[]): number {
  let size = 0;
  if (plan.weekNumbers) size = addWeeks(plan, year, days);
  else if (plan.yearDays) size = addNumbered(plan, plan.yearDays, firstDayOfYear(year), daysInYear(year), days, 0);
  else if (plan.months || plan.monthDays) {
    for (let month = 1; month <= 12; month++) size = addDaysOfMonth(plan, year, month, days, size);
  } else size = addWeekdays(plan, firstDayOfYear(year), daysInYear(year), days, 0);
  if (plan.weekNumbers ?? plan.yearDays) size = filter(plan, days, size);
  return tidy(days, size);
}

function addDaysOfMonth(plan: RulePlan, year: number, month: number, days: number[], size: number): number {
  if (plan.months && !((plan.months >> month) & 1)) return size;
  const first = firstDayOfMonth(year, month);
  const length = daysInMonth(year, month);
  if (!plan.monthDays) return addWeekdays(plan, first, length, days, size);
  const end = addNumbered(plan, plan.monthDays, first, length, days, size);
  if (!plan.weekdays && !plan.nthWeekdays) return end;
  let kept = size;
  for (let index = size; index < end; index++) {
    if (weekdayNamed(plan, days[index]!, year, first, length)) days[kept++] = days[index]!;
  }
  return kept;
}

/** Adds the days that `numbers` (of BYMONTHDAY or BYYEARDAY) name in a stretch of days; SKIP moves those it does not have. */
function addNumbered(
  plan: RulePlan,
  numbers: readonly number[],
  first: number,
  length: number,
  days: number[],
  size: number,
): number {
  for (const number of numbers) {
    const offset = number > 0 ? number - 1 : length + number;
    if (offset >= 0 && offset < length) days[size++] = first + offset;
    else if (plan.skip) days[size++] = nearest(first, length, offset, plan.skip);
  }
  return size;
}

/** The existing day before or after one that the stretch does not have: behind its end, or before its start. */
function nearest(first: number, length: number, offset: number, skip: -1 | 1): number {
  const gap = offset < 0 ? first : first + length;
  return skip < 0 ? gap - 1 : gap;
}

/** Adds the days of a month or year that BYDAY names, or all of them where there is no BYDAY. */
function addWeekdays(plan: RulePlan, first: number, length: number, days: number[], size: number): number {
  const firstWeekday = weekdayOf(first);
  for (const [weekday, nth] of plan.nthWeekdays ?? []) {
    const toFirst = modulo(weekday - firstWeekday, 7);
    const occurrences = Math.ceil((length - toFirst) / 7);
    const index = nth > 0 ? nth - 1 : occurrences + nth;
    if (index >= 0 && index < occurrences) days[size++] = first + toFirst + index * 7;
  }
  if (!plan.weekdays && plan.nthWeekdays) return size;
  for (let offset = 0, weekday = firstWeekday; offset < length; offset++) {
    if (!plan.weekdays || (plan.weekdays >> weekday) & 1) days[size++] = first + offset;
    weekday = weekday === 6 ? 0 : weekday + 1;
  }
  return size;
}

function addWeek(plan: RulePlan, first: number, days: number[], size: number): number {
  for (let day = first; day < first + 7; day++) {
    if ((plan.weekdays >> weekdayOf(day)) & 1 && (!plan.months || dayMatches(plan, day))) days[size++] = day;
  }
  return size;
}

function addWeeks(plan: RulePlan, weekYear: number, days: number[]): number {
  const first = firstDayOfWeekYear(weekYear, plan.weekStart);
  const weeks = (firstDayOfWeekYear(weekYear + 1, plan.weekStart) - first) / 7;
  let size = 0;
  for (const number of plan.weekNumbers!) {
    const index = number > 0 ? number - 1 : weeks + number;
    if (index < 0 || index >= weeks) continue;
    for (let day = first + index * 7, end = day + 7; day < end; day++) days[size++] = day;
  }
  return size;
}

/** Keeps the days that pass every part beside the one they were expanded from. */
function filter(plan: RulePlan, days: number[], size: number): number {
  let kept = 0;
  for (let index = 0; index < size; index++) {
    const day = days[index]!;
    const { year, month, date } = civilOf(day);
    const first = firstDayOfYear(year);
    if (plan.months && !((plan.months >> month) & 1)) continue;
    if (plan.monthDays && !named(plan.monthDays, date, daysInMonth(year, month))) continue;
    if (plan.weekNumbers && plan.yearDays && !named(plan.yearDays, day - first + 1, daysInYear(year))) continue;
    if (weekdayNamed(plan, day, year, day - date + 1, daysInMonth(year, month))) days[kept++] = day;
  }
  return kept;
}

/** Whether BYDAY names the day; numbered weekdays count in the given month, or in the year where the rule says so. */
function weekdayNamed(plan: RulePlan, day: number, year: number, firstOfMonth: number, length: number): boolean {
  if (!plan.weekdays && !plan.nthWeekdays) return true;
  const weekday = weekdayOf(day);
  if ((plan.weekdays >> weekday) & 1) return true;
  if (!plan.nthWeekdays) return false;
  const start = plan.nthInYear ? firstDayOfYear(year) : firstOfMonth;
  const end = start + (plan.nthInYear ? daysInYear(year) : length);
  const fromStart = floor((day - start) / 7) + 1;
  const fromEnd = -floor((end - 1 - day) / 7) - 1;
  return plan.nthWeekdays.some(([named, nth]) => named === weekday && (nth === fromStart || nth === fromEnd));
}

/** Whether a list of positive and negative numbers names the `position`-th (from 1) of `length`. */
function named(numbers: readonly number[], position: number, length: number): boolean {
  return numbers.includes(position) || numbers.includes(position - length - 1);
}

/** Sorts in place where needed and drops repetitions; most periods arrive in order. */
function tidy(days: number[], size: number): number {
  let ordered = true;
  for (let index = 1; index < size && ordered; index++) ordered = days[index]! > days[index - 1]!;
  if (ordered) return size;
  const sorted = [...new Set(days.slice(0, size))].sort((a, b) => a - b);
  for (let index = 0; index < sorted.length; index++) days[index] = sorted[index]!;
  return sorted.length;
}
