import { END_OF_TIME, baseStarts, firstAtOrAfter } from './base-starts.ts';
import { DAY, LAST_LOCAL } from './civil.ts';
import { TooManyOccurrences } from './invalid-recurrence.ts';
import { localTimes } from './local-times.ts';
import { type SeriesPlan, planSeries } from './series-plan.ts';
import { type Override, type Series, endAfter, toLocal, toMoment } from './series.ts';

/** One occurrence; its times are moments of the series (epoch milliseconds, or wall-clock where it floats). */
export interface Occurrence {
  /** The moment at which the series has it, which stays its name when it is moved (RFC 5545 RECURRENCE-ID). */
  readonly recurrenceId: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly override: Override | undefined;
}

/** A stretch of moments: `from` inclusive, `to` exclusive. */
export interface Window {
  readonly from: number;
  readonly to: number;
  /** The most occurrences that are handed out in one piece; beyond it TooManyOccurrences is thrown. Default 100,000. */
  readonly limit?: number;
}

const LIMIT = 100_000;
/**
 * The occurrences that start in a window, by start. O(periods of the rules in the window + result), however long ago the
 * series began; O(log transitions) more for each in a zone. Throws TooManyOccurrences.
 */
export function occurrences(series: Series, window: Window): Occurrence[] {
  const plan = planSeries(series);
  const limit = window.limit ?? LIMIT;
  const moved = plan.single.size > 0 || plan.following.length > 0;
  const found = moved ? withOverrides(series, plan, window, limit) : plain(series, plan, window, limit);
  if (found.length > limit) throw new TooManyOccurrences(limit);
  return found;
}

function plain(series: Series, plan: SeriesPlan, { from, to }: Window, limit: number): Occurrence[] {
  const { lengths } = plan;
  const found: Occurrence[] = [];
  for (const start of baseStarts(series, plan, from, to, limit)) {
    const length = (lengths.size ? lengths.get(start) : undefined) ?? series.length;
    found.push({ recurrenceId: start, start, end: endAfter(series, start, length), override: undefined });
  }
  return found;
}

function withOverrides(series: Series, plan: SeriesPlan, { from, to }: Window, limit: number): Occurrence[] {
  const slack = plan.following.length ? DAY : 0; // a shift on the wall clock differs from one in UTC by a change of offset
  const ids = baseStarts(series, plan, from - plan.greatestShift - slack, to - plan.leastShift + slack, limit);
  const changed = [...plan.single.keys()].filter((id) => !plan.excluded.has(id));
  return [...ids.filter((id) => !plan.single.has(id)), ...changed]
    .flatMap((id) => changedOccurrence(series, plan, id) ?? [])
    .filter(({ start }) => start >= from && start < to)
    .sort((a, b) => a.start - b.start);
}

/** What overrides make of the occurrence at a moment: its own change first, else the latest THISANDFUTURE before it. */
function changedOccurrence(series: Series, plan: SeriesPlan, id: number): Occurrence | undefined {
  const single = plan.single.get(id);
  const shift = single ? undefined : plan.following.findLast((one) => one.override.recurrenceId <= id);
  const override = single ?? shift?.override;
  if (override?.cancelled) return undefined;
  const start = single?.start ?? (shift?.by ? toMoment(series, toLocal(series, id) + shift.by) : id);
  const length = override?.length ?? plan.lengths.get(id) ?? series.length;
  return { recurrenceId: id, start, end: endAfter(series, start, length), override };
}

/** The occurrence that the series has at a moment, wherever it was moved; undefined where there is none. */
export function occurrenceNamed(series: Series, recurrenceId: number): Occurrence | undefined {
  const plan = planSeries(series);
  const exists = plan.single.has(recurrenceId) && !plan.excluded.has(recurrenceId);
  if (!exists && !baseStarts(series, plan, recurrenceId, recurrenceId + 1, 1).length) return undefined;
  return changedOccurrence(series, plan, recurrenceId);
}

/** The occurrences that run at some time of a window, also those that began before it. Cost as for `occurrences`. */
export function overlapping(series: Series, window: Window): Occurrence[] {
  const reach = reachOf(series);
  const found = occurrences(series, { ...window, from: window.from - reach });
  return reach ? found.filter(({ start, end }) => end > window.from || start >= window.from) : found;
}

/** An upper bound for how long any occurrence lasts; a day that the clock makes longer is at most a day longer. */
export function reachOf({ length, added, overrides }: Series): number {
  const lengths = [length, ...[...added, ...overrides].flatMap((one) => one.length ?? [])];
  return Math.max(...lengths.map(({ days, milliseconds }) => (days ? (days + 1) * DAY : 0) + milliseconds));
}

/**
 * All occurrences from a moment on, lazily and in order; ends where the series does, for an infinite one with the last
 * year that iCalendar can write. O(1) memory; a step costs as much as a small window.
 */
export function* iterate(series: Series, from: number = -Infinity): Generator<Occurrence, void> {
  const plan = planSeries(series);
  let stride = plan.stride;
  for (let cursor = from; ;) {
    const next = noEarlierThan(series, plan, cursor);
    if (next === undefined) return;
    yield* occurrences(series, { from: next, to: next + stride, limit: Infinity });
    cursor = next + stride;
    stride = Math.min(stride * 2, plan.stride * 64);
  }
}

/** A moment at or after `from`, before which nothing happens; undefined where nothing happens any more. */
function noEarlierThan(series: Series, plan: SeriesPlan, from: number): number | undefined {
  const { zone } = series;
  const back = plan.greatestShift + (plan.following.length ? DAY : 0);
  const ahead = plan.leastShift - (plan.following.length ? DAY : 0);
  let best = Infinity;
  for (const { plan: rule, last, until } of plan.rules) {
    const end = zone && until < END_OF_TIME ? zone.highestLocal(until) : until;
    const local = localTimes(rule, localFloor(series, from - back), Math.min(last, end) + 1, 1)[0];
    if (local !== undefined) best = Math.min(best, (zone ? zone.lowestEpoch(local) : local) + ahead);
  }
  const added = plan.added[firstAtOrAfter(plan.added, from - back)];
  if (added !== undefined) best = Math.min(best, added + ahead);
  for (const { start, recurrenceId } of plan.single.values()) {
    const moment = start ?? recurrenceId;
    if (moment >= from) best = Math.min(best, moment);
  }
  return best === Infinity ? undefined : Math.max(from, best);
}

function localFloor({ start, zone }: Series, moment: number): number {
  return zone && moment > start - DAY ? zone.lowestLocal(moment) : moment;
}

/** The first occurrence that starts at or after a moment. */
export function next(series: Series, from: number): Occurrence | undefined {
  return iterate(series, from).next().value ?? undefined;
}

/** The last occurrence that starts before a moment. O(log of the distance) steps of `next`. */
export function previous(series: Series, before: number): Occurrence | undefined {
  const { stride } = planSeries(series);
  const first = next(series, -Infinity)?.start ?? Infinity;
  let to = Math.min(before, END_OF_TIME);
  if (first >= to) return undefined;
  let from = to;
  for (let size = stride; from > first; size *= 2) {
    to = from;
    from = Math.max(first, from - size);
    if (startsWithin(series, from, to)) break;
  }
  while (to - from > stride) {
    const middle = Math.floor((from + to) / 2);
    if (startsWithin(series, middle, to)) from = middle;
    else to = middle;
  }
  return occurrences(series, { from, to, limit: Infinity }).at(-1);
}

function startsWithin(series: Series, from: number, to: number): boolean {
  const found = next(series, from);
  return found !== undefined && found.start < to;
}

/** Whether the series goes on for ever; a rule without end that can never occur does not. */
export function isInfinite(series: Series): boolean {
  return planSeries(series).rules.some(
    ({ plan }) => !plan.rule.count && !plan.rule.until && localTimes(plan, plan.start, LAST_LOCAL + 1, 1).length > 0,
  );
}

/** How many occurrences start in a window, or in all; `Infinity` for an endless series. O(result). */
export function count(series: Series, window?: Omit<Window, 'limit'>): number {
  if (!window && isInfinite(series)) return Infinity;
  const { from, to } = window ?? { from: -Infinity, to: Infinity };
  let counted = 0;
  for (const { start } of iterate(series, from)) {
    if (start >= to) break;
    if (++counted > MOST_COUNTED) throw new TooManyOccurrences(MOST_COUNTED);
  }
  return counted;
}

const MOST_COUNTED = 1_000_000;
