import { DAY, HOUR, LAST_LOCAL, MINUTE, SECOND, modulo } from './civil.ts';
import { TooManyOccurrences } from './invalid-recurrence.ts';
import { localTimes } from './local-times.ts';
import { type RulePlan, planRule } from './rule-plan.ts';
import type { Frequency, Rule } from './rule.ts';
import type { Length } from './date-time.ts';
import { type Override, type Series, toLocal, toMoment } from './series.ts';

/** A series made ready to be expanded; computed once for each series and kept as long as the series itself. */
export interface SeriesPlan {
  readonly rules: readonly BoundedRule[];
  /** RDATE moments, ascending, and the lengths of those given as periods. */
  readonly added: readonly number[];
  readonly lengths: ReadonlyMap<number, Length>;
  readonly excluded: ReadonlySet<number>;
  readonly single: ReadonlyMap<number, Override>;
  /** THISANDFUTURE changes by recurrence id, each with its shift on the wall clock. */
  readonly following: readonly Shift[];
  /** The furthest that a following change moves occurrences back and on. */
  readonly leastShift: number;
  readonly greatestShift: number;
  /** A stretch in which a lazy reader may expect some occurrences, but not very many. */
  readonly stride: number;
}

export interface Shift {
  readonly override: Override;
  readonly by: number;
}

/** A planned rule and where it ends. */
export interface BoundedRule {
  readonly plan: RulePlan;
  /** Local time after which the rule has no occurrence: from COUNT, or the end of the calendar. */
  readonly last: number;
  /** UNTIL as a moment, inclusive; it is compared after local times became instants. */
  readonly until: number;
}

const plans = new WeakMap<Series, SeriesPlan>();

/** The plan of a series. O(its properties), with COUNT and without `settle` O(COUNT), at the first call; then O(1). */
export function planSeries(series: Series): SeriesPlan {
  let plan = plans.get(series);
  if (!plan) plans.set(series, (plan = build(series)));
  return plan;
}

/** At most this many occurrences are counted to find where COUNT ends. */
const MAX_COUNTED = 1_000_000;

/** Writes down where each COUNT ends (`Rule.last`), so that no later window has to count; done when a series is saved. */
export function settle(series: Series): Series {
  const { rules } = planSeries(series);
  return {
    ...series,
    rules: series.rules.map((rule, index) => (rule.count === undefined ? rule : { ...rule, last: rules[index]!.last })),
  };
}

function build(series: Series): SeriesPlan {
  const rules = series.rules.map((rule) => boundedRule(series, rule));
  const added = series.added.map(({ start }) => start);
  if (series.rules.length === 0) added.push(toMoment(series, series.start));
  const following = series.overrides
    .filter((override) => override.following)
    .sort((a, b) => a.recurrenceId - b.recurrenceId)
    .map((override) => ({ override, by: shiftOf(series, override) }));
  const singles = series.overrides.filter(({ following }) => !following);
  const periods = series.added.filter(({ length }) => length !== undefined);
  return {
    rules,
    added: added.length > 1 ? [...new Set(added)].sort((a, b) => a - b) : added,
    lengths: periods.length ? new Map(periods.map(({ start, length }) => [start, length!])) : NONE,
    excluded: series.excluded.length ? new Set(series.excluded) : NOTHING,
    single: singles.length ? new Map(singles.map((one) => [one.recurrenceId, one])) : NONE,
    following,
    leastShift: Math.min(0, ...following.map(({ by }) => by)),
    greatestShift: Math.max(0, ...following.map(({ by }) => by)),
    stride: Math.min(100 * 366 * DAY, ...rules.map(({ plan }) => strideOf(plan))),
  };
}

/** Shared by the many series without overrides or exceptions, so that ten thousand of them stay small. */
const NONE: ReadonlyMap<number, never> = new Map<number, never>();
const NOTHING: ReadonlySet<number> = new Set();

function boundedRule(series: Series, rule: Rule): BoundedRule {
  const plan = planRule(rule, series.start);
  const { until } = rule;
  return {
    plan,
    last: rule.count === undefined ? LAST_LOCAL : (rule.last ?? lastOfCount(series, plan, rule.count)),
    until: until === undefined ? Infinity : until.form === 'utc' ? until.local : toMoment(series, until.local),
  };
}

/** Local time of the `count`-th occurrence; the end of the calendar where there are fewer. */
function lastOfCount(series: Series, plan: RulePlan, count: number): number {
  const skipsGaps = series.gaps === 'skip' && series.zone !== undefined;
  if (isPlainStep(plan) && !skipsGaps) return plan.start + (count - 1) * plan.interval * plan.unit;
  let counted = 0;
  for (let cursor = plan.start; ;) {
    const wanted = Math.min(count - counted, 4_096);
    const chunk = localTimes(plan, cursor, LAST_LOCAL + 1, wanted);
    const kept = skipsGaps ? chunk.filter((local) => !series.zone!.isInGap(local)) : chunk;
    counted += kept.length;
    if (counted >= count) return kept[kept.length - 1]!;
    if (chunk.length < wanted) return LAST_LOCAL;
    if (counted >= MAX_COUNTED) throw new TooManyOccurrences(MAX_COUNTED);
    cursor = chunk[chunk.length - 1]! + 1;
  }
}

/** Whether occurrences follow each other at one fixed distance from DTSTART, because no part expands or limits. */
function isPlainStep(plan: RulePlan): boolean {
  const { rule, start, unit, times, weekdays, months, hours, monthDays, yearDays, minutes, seconds } = plan;
  if (UNIT_LENGTHS[rule.freq] > DAY || weekdays || months || hours) return false;
  if (monthDays ?? yearDays ?? minutes ?? seconds) return false;
  return times.length === 1 && times[0] === modulo(start, unit);
}

const UNIT_LENGTHS: Record<Frequency, number> = {
  SECONDLY: SECOND,
  MINUTELY: MINUTE,
  HOURLY: HOUR,
  DAILY: DAY,
  WEEKLY: 7 * DAY,
  MONTHLY: 30 * DAY,
  YEARLY: 365 * DAY,
};

function strideOf({ rule, interval, times }: RulePlan): number {
  const perPeriod = Math.max(1, Math.floor(16 / Math.max(1, times.length)));
  return perPeriod * interval * UNIT_LENGTHS[rule.freq];
}

function shiftOf(series: Series, { recurrenceId, start }: Override): number {
  return start === undefined ? 0 : toLocal(series, start) - toLocal(series, recurrenceId);
}
