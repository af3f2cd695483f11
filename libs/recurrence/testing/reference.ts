import { WEEKDAYS, type Rule, type Weekday } from '../domain/rule.ts';

/**
 * RFC 5545 §3.3.10 read aloud and nothing else: look at every day (or hour, minute, second), ask each part in turn,
 * group by period, pick positions. Slow and obvious; it shares no arithmetic with the engine. No SKIP, COUNT or UNTIL.
 */
export function occurrencesByReference(
  rule: Rule,
  start: Temporal.PlainDateTime,
  to: Temporal.PlainDateTime,
): string[] {
  const isWithinDay = ['HOURLY', 'MINUTELY', 'SECONDLY'].includes(rule.freq);
  const sets = isWithinDay ? setsByStep(rule, start, to) : setsByDay(rule, start, to);
  return sets
    .flatMap((set) => positions(rule, set))
    .filter((time) => before(start, time) >= 0 && before(time, to) > 0)
    .map((time) => time.toString({ smallestUnit: 'second' }));
}

const before = (a: Temporal.PlainDateTime, b: Temporal.PlainDateTime) => Temporal.PlainDateTime.compare(b, a);

function positions({ bySetPos }: Rule, set: Temporal.PlainDateTime[]): Temporal.PlainDateTime[] {
  if (!bySetPos) return set;
  return set.filter((_, index) => bySetPos.includes(index + 1) || bySetPos.includes(index - set.length));
}

function setsByDay(rule: Rule, start: Temporal.PlainDateTime, to: Temporal.PlainDateTime): Temporal.PlainDateTime[][] {
  const sets = new Map<number, Temporal.PlainDateTime[]>();
  const origin = periodOf(rule, start.toPlainDate());
  let day = start.toPlainDate().subtract({ days: 400 });
  for (; Temporal.PlainDate.compare(day, to.toPlainDate().add({ days: 400 })) <= 0; day = day.add({ days: 1 })) {
    const period = periodOf(rule, day);
    if (period < origin || (period - origin) % rule.interval !== 0 || !dayFits(rule, start, day)) continue;
    const set = sets.get(period) ?? [];
    sets.set(period, set);
    for (const hour of rule.byHour ?? [start.hour]) {
      for (const minute of rule.byMinute ?? [start.minute]) {
        for (const second of rule.bySecond ?? [start.second]) set.push(day.toPlainDateTime({ hour, minute, second }));
      }
    }
  }
  return [...sets.values()];
}

const UNITS = { HOURLY: 'hour', MINUTELY: 'minute', SECONDLY: 'second' } as const;

function setsByStep(rule: Rule, start: Temporal.PlainDateTime, to: Temporal.PlainDateTime): Temporal.PlainDateTime[][] {
  const unit = UNITS[rule.freq as keyof typeof UNITS];
  const sets: Temporal.PlainDateTime[][] = [];
  const first = start.round({ smallestUnit: unit, roundingMode: 'floor' });
  for (let step = 0; ; step += rule.interval) {
    const time = first.add({ [`${unit}s`]: step });
    if (before(time, to) <= 0) return sets;
    if (!dayFits(rule, start, time.toPlainDate())) continue;
    if (rule.byHour && !rule.byHour.includes(time.hour)) continue;
    if (unit !== 'hour' && rule.byMinute && !rule.byMinute.includes(time.minute)) continue;
    if (unit === 'second' && rule.bySecond && !rule.bySecond.includes(time.second)) continue;
    const minutes = unit === 'hour' ? (rule.byMinute ?? [start.minute]) : [time.minute];
    const seconds = unit === 'second' ? [time.second] : (rule.bySecond ?? [start.second]);
    sets.push(minutes.flatMap((minute) => seconds.map((second) => time.with({ minute, second }))));
  }
}

function periodOf({ freq, weekStart, byWeekNo }: Rule, day: Temporal.PlainDate): number {
  if (freq === 'YEARLY') return byWeekNo ? weekOf(day, weekStart).year : day.year;
  if (freq === 'MONTHLY') return day.year * 12 + day.month;
  const days = day.since('1900-01-01').days;
  return freq === 'DAILY' ? days : firstOfWeek(day, weekStart).since('1899-12-01').days / 7 + 0.5;
}

function dayFits(rule: Rule, start: Temporal.PlainDateTime, day: Temporal.PlainDate): boolean {
  const { freq, byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  if (byMonth && !byMonth.includes(day.month)) return false;
  if (byMonthDay && !among(byMonthDay, day.day, day.daysInMonth)) return false;
  if (byYearDay && !among(byYearDay, day.dayOfYear, day.daysInYear)) return false;
  if (byWeekNo) {
    const { week, weeks } = weekOf(day, rule.weekStart);
    if (!among(byWeekNo, week, weeks)) return false;
  }
  const weekday = WEEKDAYS[day.dayOfWeek - 1]!;
  if (byDay) return byDay.some((named) => named.weekday === weekday && nthFits(rule, named.nth, day));
  if (byMonthDay ?? byYearDay) return true;
  if (byWeekNo ?? freq === 'WEEKLY') return day.dayOfWeek === start.dayOfWeek;
  if (freq === 'YEARLY' && !byMonth && day.month !== start.month) return false;
  return (freq !== 'YEARLY' && freq !== 'MONTHLY') || day.day === start.day;
}

function nthFits({ freq, byMonth }: Rule, nth: number | undefined, day: Temporal.PlainDate): boolean {
  if (nth === undefined) return true;
  const inYear = freq === 'YEARLY' && !byMonth;
  const position = inYear ? day.dayOfYear : day.day;
  const length = inYear ? day.daysInYear : day.daysInMonth;
  return nth > 0 ? Math.ceil(position / 7) === nth : Math.ceil((length - position + 1) / 7) === -nth;
}

const among = (numbers: readonly number[], position: number, length: number) =>
  numbers.includes(position) || numbers.includes(position - length - 1);

function firstOfWeek(day: Temporal.PlainDate, weekStart: Weekday): Temporal.PlainDate {
  return day.subtract({ days: (day.dayOfWeek - 1 - WEEKDAYS.indexOf(weekStart) + 7) % 7 });
}

/** A week belongs to the year that has at least four of its days, which is the year of its fourth day. */
function weekOf(day: Temporal.PlainDate, weekStart: Weekday): { year: number; week: number; weeks: number } {
  const fourth = firstOfWeek(day, weekStart).add({ days: 3 });
  const last = firstOfWeek(Temporal.PlainDate.from({ year: fourth.year, month: 12, day: 28 }), weekStart).add({
    days: 3,
  });
  return { year: fourth.year, week: Math.ceil(fourth.dayOfYear / 7), weeks: Math.ceil(last.dayOfYear / 7) };
}
