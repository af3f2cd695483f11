import { CYCLE, DAY, DAYS_PER_CYCLE, gcd } from './civil.ts';
import { localTimes } from './local-times.ts';
import { isInfinite } from './occurrences.ts';
import { type SeriesPlan, planSeries } from './series-plan.ts';
import { type Series, toMoment } from './series.ts';
import { SETTLED_FROM } from './zone.ts';

/** From the moment `since` on, an endless series (and the clock of its zone) repeats itself every `cycles` × 400 years. */
export interface Repetition {
  readonly since: number;
  readonly cycles: number;
}

/**
 * When an endless series begins to repeat itself: after its last single date, and once its zone follows a yearly rule.
 * 400 years are a whole number of weeks, so every rule repeats after as many of them as its interval needs.
 * Undefined for a series that ends. O(dates + overrides).
 */
export function repetitionOf(series: Series): Repetition | undefined {
  if (!isInfinite(series)) return undefined;
  const { rules, added } = planSeries(series);
  const single = [
    ...added,
    ...series.excluded,
    ...series.overrides.flatMap(({ recurrenceId, start }) => [recurrenceId, start ?? recurrenceId]),
  ].reduce((latest, moment) => Math.max(latest, moment), toMoment(series, series.start));
  const cycles = rules.map(({ plan: { rule, unit, interval } }) => {
    const periods =
      { YEARLY: 400, MONTHLY: 4_800, WEEKLY: 20_871 }[rule.freq as string] ?? DAYS_PER_CYCLE * (DAY / unit);
    return interval / gcd(interval, periods);
  });
  return {
    since: Math.max(single + DAY, series.zone ? SETTLED_FROM : single),
    cycles: cycles.reduce(leastCommonMultiple, 1),
  };
}

/** A series of occurrences at one fixed distance on the wall clock. */
export interface Progression {
  readonly first: number;
  readonly every: number;
}

/** The most progressions that a series is taken apart into. */
const MANY = 48;

/**
 * An endless rule taken apart into progressions on the wall clock, so that arithmetic can reason about it: rules that
 * only step by seconds, minutes, hours or days, and weekly ones by weekday. Undefined where the series is not so plain.
 */
export function progressionsOf(series: Series): Progression[] | undefined {
  const plan: SeriesPlan = planSeries(series);
  const [rule] = plan.rules;
  const isOneEndlessRule = plan.rules.length === 1 && !series.rules[0]!.count && !series.rules[0]!.until;
  if (!rule || !isOneEndlessRule || plan.added.length || series.overrides.length) return undefined;
  const { unit, interval, months, monthDays, yearDays, hours, minutes, seconds, setPositions, weekdays, start } =
    rule.plan;
  const isWeekly = series.rules[0]!.freq === 'WEEKLY';
  const isStep = isWeekly || series.rules[0]!.freq === 'DAILY' || unit < DAY;
  const limits = months || hours || (monthDays ?? yearDays ?? minutes ?? seconds ?? setPositions);
  if (!isStep || limits || (weekdays && !isWeekly)) return undefined;
  const every = interval * (isWeekly ? 7 * DAY : unit);
  const firsts = localTimes(rule.plan, start, start + every, MANY + 1);
  return firsts.length > MANY ? undefined : firsts.map((first) => ({ first, every }));
}

/** How long 400 years are, in milliseconds: `Repetition.cycles` counts them. */
export const CALENDAR_CYCLE = CYCLE;

/** The least number that both divide; both positive integers. */
export function leastCommonMultiple(a: number, b: number): number {
  return (a / gcd(a, b)) * b;
}
