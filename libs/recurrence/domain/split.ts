import { DAY, SECOND, civilOf, dayOf, modulo } from './civil.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import { localTimes } from './local-times.ts';
import { type RulePlan, periodOf } from './rule-plan.ts';
import { type Rule, WEEKDAYS, type Weekday } from './rule.ts';
import { type BoundedRule, planSeries } from './series-plan.ts';
import { type Override, type Series, toLocal, toMoment } from './series.ts';

/** A series in two: what happens before a moment, and what happens from it on. Absent where nothing happens. */
export interface Halves {
  readonly before: Series | undefined;
  readonly after: Series | undefined;
}

/**
 * Splits a series so that both halves together occur exactly as it did ("this and following"). The first ends by UNTIL;
 * the second starts at its own first occurrence and keeps step, remaining COUNT, dates and overrides. Costs one window,
 * with COUNT O(occurrences before). Throws InvalidRecurrence for several rules, or where no DTSTART can keep the step.
 */
export function splitSeries(series: Series, at: number): Halves {
  const [rule] = planSeries(series).rules;
  if (series.rules.length > 1) throw new InvalidRecurrence('RRULE', 'a series of several rules cannot be split');
  const bare = toMoment(series, series.start);
  const whole = rule ? series : { ...series, added: [{ start: bare }, ...series.added] };
  const earlier = part(whole, (moment) => moment < at);
  const later = part(whole, (moment) => moment >= at);
  const after = { ...later, overrides: [...carriedOver(series, at), ...later.overrides] };
  const first = rule && firstFrom(series, rule, at);
  const opening = rule && firstFrom(series, rule, -Infinity);
  const startsBefore = opening !== undefined && toMoment(series, opening) < at;
  return {
    before: startsBefore ? { ...earlier, rules: [endedBefore(series, rule!.plan.rule, at)] } : datesOnly(earlier),
    after:
      first === undefined ? datesOnly(after) : { ...after, start: first, rules: [continued(series, rule!, first)] },
  };
}

/** Splits at an occurrence and moves it and all that follow by as much as it moves to `start`. */
export function moveFollowing(series: Series, recurrenceId: number, start: number): Halves {
  const { before, after } = splitSeries(series, recurrenceId);
  const by = toLocal(series, start) - toLocal(series, recurrenceId);
  return { before, after: after && shiftSeries(after, by) };
}

/**
 * Moves a whole series by milliseconds on the wall clock: start, rule, dates and overrides. Weekdays of a rule turn with it.
 * Throws InvalidRecurrence where the rule names hours or days of a month or year, so that a new rule has to be given.
 */
export function shiftSeries(series: Series, by: number): Series {
  const shifted = (moment: number) => toMoment(series, toLocal(series, moment) + by);
  const days = dayOf(series.start + by) - dayOf(series.start);
  return {
    ...series,
    start: series.start + by,
    rules: series.rules.map((rule) => shiftRule(series, rule, by, days)),
    added: series.added.map((added) => ({ ...added, start: shifted(added.start) })),
    excluded: series.excluded.map(shifted),
    overrides: series.overrides.map((override) => ({ ...override, recurrenceId: shifted(override.recurrenceId) })),
  };
}

function shiftRule(series: Series, rule: Rule, by: number, days: number): Rule {
  const fixedTime = rule.byHour ?? rule.byMinute ?? rule.bySecond;
  const fixedDay =
    rule.byMonthDay ?? rule.byYearDay ?? rule.byWeekNo ?? rule.byMonth ?? (rule.freq !== 'WEEKLY' && rule.byDay);
  const clock = by - days * DAY;
  if ((fixedTime && clock !== 0) || (fixedDay && days !== 0)) {
    throw new InvalidRecurrence('RRULE', 'names times or days itself; to move it, give a new rule');
  }
  const { until, last } = rule;
  const inUtc = until?.form === 'utc' && series.zone;
  const moved = until && (inUtc ? toMoment(series, toLocal(series, until.local) + by) : until.local + by);
  return {
    ...rule,
    weekStart: turned(rule.weekStart, days),
    ...(rule.byDay && { byDay: rule.byDay.map((day) => ({ ...day, weekday: turned(day.weekday, days) })) }),
    ...(until && { until: { ...until, local: moved! } }),
    ...(last !== undefined && { last: last + by }),
  };
}

const turned = (weekday: Weekday, days: number) => WEEKDAYS[modulo(WEEKDAYS.indexOf(weekday) + days, 7)]!;

function part(series: Series, belongs: (moment: number) => boolean): Series {
  return {
    ...series,
    added: series.added.filter(({ start }) => belongs(start)),
    excluded: series.excluded.filter(belongs),
    overrides: series.overrides.filter(({ recurrenceId }) => belongs(recurrenceId)),
  };
}

/** What is left of a series when its rule has nothing more to give. */
function datesOnly(series: Series): Series | undefined {
  if (series.added.length === 0) return undefined;
  const first = Math.min(...series.added.map(({ start }) => start));
  return { ...series, start: toLocal(series, first), rules: [] };
}

/** Local time of the first occurrence of the rule at or after a moment. */
function firstFrom(series: Series, { plan, last, until }: BoundedRule, at: number): number | undefined {
  let cursor = series.zone ? series.zone.lowestLocal(at) : at;
  for (;;) {
    const [local] = localTimes(plan, cursor, last + 1, 1);
    if (local === undefined || toMoment(series, local) > until) return undefined;
    if (toMoment(series, local) >= at && occursAt(series, local)) return local;
    cursor = local + 1;
  }
}

const occursAt = ({ gaps, zone }: Series, local: number) => gaps !== 'skip' || !zone?.isInGap(local);

function endedBefore(series: Series, rule: Rule, at: number): Rule {
  const { count: _, last: __, ...rest } = rule;
  const step = series.form === 'date' ? DAY : SECOND;
  const end = Math.ceil(at / step) * step - step;
  const form = series.form === 'date' ? 'date' : series.zone ? 'utc' : 'local';
  return rule.until && rule.until.local <= end ? rule : { ...rest, until: { local: end, form } };
}

function continued(series: Series, { plan }: BoundedRule, start: number): Rule {
  const { rule } = plan;
  if (modulo(stepOf(plan, start) - stepOf(plan, plan.start), plan.interval) !== 0) {
    throw new InvalidRecurrence('SKIP', 'a day moved out of its period cannot become the DTSTART', 'RFC 7529 §4.1');
  }
  const kept = pinned(rule, plan.start, start);
  if (rule.count === undefined) return kept;
  const past = localTimes(plan, plan.start, start).filter((local) => occursAt(series, local));
  return { ...kept, count: rule.count - past.length };
}

function stepOf({ unit, rule, weekNumbers, weekStart }: RulePlan, local: number): number {
  if (unit < DAY) return Math.floor(local / unit);
  return periodOf(rule.freq, weekNumbers !== undefined, weekStart, dayOf(local));
}

/** Writes down the day that the rule took from its first DTSTART where SKIP lets the new one fall on another. */
function pinned(rule: Rule, from: number, to: number): Rule {
  const { month, date } = civilOf(dayOf(from));
  const names = rule.byMonthDay ?? rule.byYearDay ?? rule.byWeekNo ?? rule.byDay;
  if (!rule.skip || names || date === civilOf(dayOf(to)).date) return rule;
  return { ...rule, byMonthDay: [date], ...(rule.freq === 'YEARLY' && { byMonth: rule.byMonth ?? [month] }) };
}

/** The THISANDFUTURE change in force at a moment, as it goes on from there. */
function carriedOver(series: Series, at: number): Override[] {
  const { following } = planSeries(series);
  const inForce = following.findLast(({ override }) => override.recurrenceId <= at);
  if (!inForce || inForce.override.recurrenceId === at) return [];
  const { start: _, ...rest } = inForce.override;
  return [
    { ...rest, recurrenceId: at, ...(inForce.by && { start: toMoment(series, toLocal(series, at) + inForce.by) }) },
  ];
}
