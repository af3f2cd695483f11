import {
  DAY,
  DAYS_PER_CYCLE,
  HOUR,
  MINUTE,
  SECOND,
  civilOf,
  dayOf,
  gcd,
  monthIndexOf,
  weekYearOf,
  weekdayOf,
  yearOf,
} from './civil.ts';
import { type Frequency, type Rule, WEEKDAYS } from './rule.ts';

/** A rule made ready to be expanded: bit masks, integers, and what DTSTART adds where the rule is silent. */
export interface RulePlan {
  readonly rule: Rule;
  /** Local time of DTSTART. */
  readonly start: number;
  readonly interval: number;
  /** The period DTSTART lies in, and after how many periods the rule repeats itself with the calendar. */
  readonly firstPeriod: number;
  readonly cycle: number;
  /** Bit n is set where month n may occur; 0 lets all pass. The same for the other masks. */
  readonly months: number;
  readonly hours: number;
  readonly minutes: readonly boolean[] | undefined;
  readonly seconds: readonly boolean[] | undefined;
  readonly monthDays: readonly number[] | undefined;
  readonly yearDays: readonly number[] | undefined;
  readonly weekNumbers: readonly number[] | undefined;
  /** Bits of weekdays (0 = Monday) that BYDAY names without a number; 0 where there is no BYDAY. */
  readonly weekdays: number;
  /** Weekdays that BYDAY names with a number, and whether the number counts in the year instead of the month. */
  readonly nthWeekdays: readonly (readonly [weekday: number, nth: number])[] | undefined;
  readonly nthInYear: boolean;
  readonly weekStart: number;
  readonly setPositions: readonly number[] | undefined;
  /** How far an unwanted day moves: −1 to the last day before, +1 to the first day after, 0 not at all (it is left out). */
  readonly skip: -1 | 0 | 1;
  /** Length of the unit that a rule within the day counts in; DAY for all others. */
  readonly unit: number;
  /** Sorted milliseconds after the start of the day (or unit) at which occurrences lie. */
  readonly times: readonly number[];
}

/** Prepares a rule. O(length of its lists); at most 86,400 `times`. The rule must have passed `checkRule`. */
export function planRule(rule: Rule, start: number): RulePlan {
  const unit = UNITS[rule.freq] ?? DAY;
  const day = dayOf(start);
  const { month, date } = civilOf(day);
  const { byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  const { freq } = rule;
  const anyDay = byMonthDay ?? byYearDay ?? byDay;
  const onStartDate = !anyDay && !byWeekNo && (freq === 'YEARLY' || freq === 'MONTHLY');
  const onStartWeekday = !anyDay && (freq === 'WEEKLY' || byWeekNo !== undefined);
  const nthWeekdays = byDay?.flatMap(({ weekday, nth }) => (nth ? [[WEEKDAYS.indexOf(weekday), nth] as const] : []));
  const plain = byDay?.filter(({ nth }) => !nth).map(({ weekday }) => WEEKDAYS.indexOf(weekday));
  const times = timesWithin(unit, rule, start - day * DAY);
  const withinDay = freq === 'DAILY' || unit < DAY;
  const weekStart = WEEKDAYS.indexOf(rule.weekStart);
  const perCycle = PERIODS_PER_CYCLE[freq] ?? DAYS_PER_CYCLE;
  return {
    rule,
    start,
    interval: rule.interval,
    firstPeriod: periodOf(freq, byWeekNo !== undefined, weekStart, day),
    cycle: (perCycle / gcd(rule.interval, perCycle)) * rule.interval,
    months: bits(byMonth ?? (onStartDate && freq === 'YEARLY' ? [month] : [])),
    hours: unit < DAY ? bits(rule.byHour ?? []) : 0,
    minutes: unit < HOUR ? flags(rule.byMinute) : undefined,
    seconds: unit < MINUTE ? flags(rule.bySecond?.map((second) => Math.min(second, 59))) : undefined,
    monthDays: byMonthDay ?? (onStartDate ? [date] : undefined),
    yearDays: byYearDay,
    weekNumbers: byWeekNo,
    weekdays: bits(plain ?? (onStartWeekday ? [weekdayOf(day)] : [])),
    nthWeekdays: nthWeekdays?.length ? nthWeekdays : undefined,
    nthInYear: freq === 'YEARLY' && !byMonth,
    weekStart,
    setPositions: withinDay ? undefined : rule.bySetPos,
    skip: (freq === 'YEARLY' || freq === 'MONTHLY') && rule.skip ? SHIFTS[rule.skip] : 0,
    unit,
    times: withinDay && rule.bySetPos ? pick(times, rule.bySetPos) : times,
  };
}

/** Number of the year, month, week or day (by FREQ) that a day lies in; with BYWEEKNO years begin with their week 1. */
export function periodOf(freq: Frequency, byWeekNo: boolean, weekStart: number, day: number): number {
  switch (freq) {
    case 'YEARLY':
      return byWeekNo ? weekYearOf(day, weekStart) : yearOf(day);
    case 'MONTHLY':
      return monthIndexOf(day);
    case 'WEEKLY':
      return Math.floor((day + 3 - weekStart) / 7);
    default:
      return day;
  }
}

/** How many periods make the 400 years after which the calendar repeats. */
const PERIODS_PER_CYCLE: Partial<Record<string, number>> = { YEARLY: 400, MONTHLY: 4_800, WEEKLY: 20_871 };
const UNITS: Partial<Record<string, number>> = { SECONDLY: SECOND, MINUTELY: MINUTE, HOURLY: HOUR };
const SHIFTS = { OMIT: 0, BACKWARD: -1, FORWARD: 1 } as const;

/** The members of a sorted set that BYSETPOS names, sorted; positions count from 1, or from −1 at the end. */
export function pick(set: readonly number[], positions: readonly number[]): number[] {
  const indexes = positions.map((position) => (position > 0 ? position - 1 : set.length + position));
  const inside = [...new Set(indexes)].filter((index) => index >= 0 && index < set.length);
  return inside.sort((a, b) => a - b).map((index) => set[index]!);
}

function timesWithin(unit: number, { byHour, byMinute, bySecond }: Rule, timeOfStart: number): number[] {
  const hours = unit > HOUR ? (byHour ?? [Math.floor(timeOfStart / HOUR)]) : [0];
  const minutes = unit > MINUTE ? (byMinute ?? [Math.floor(timeOfStart / MINUTE) % 60]) : [0];
  const seconds = unit > SECOND ? (bySecond ?? [Math.floor(timeOfStart / SECOND) % 60]) : [0];
  const leapless = [...new Set(seconds.map((second) => Math.min(second, 59)))]; // §3.3.12: second 60 counts as 59
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => leapless.map((second) => hour * HOUR + minute * MINUTE + second * SECOND)),
  );
}

const bits = (numbers: readonly number[]) => numbers.reduce((mask, number) => mask | (1 << number), 0);

function flags(numbers: readonly number[] | undefined): boolean[] | undefined {
  return numbers && Array.from({ length: 60 }, (_, index) => numbers.includes(index));
}
