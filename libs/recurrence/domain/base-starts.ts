import { DAY, LAST_LOCAL } from './civil.ts';
import { localTimes } from './local-times.ts';
import type { BoundedRule, SeriesPlan } from './series-plan.ts';
import type { Series } from './series.ts';

/** What two changes of the clock at the edges of a window can add to it: two days of seconds. */
const EDGES = 172_800;
/** A moment after every other. */
export const END_OF_TIME = LAST_LOCAL + 2 * DAY;

/** Moments at which rules and RDATE put the series and EXDATE does not take it away, ascending, before any override. */
export function baseStarts(series: Series, plan: SeriesPlan, from: number, to: number, limit: number): number[] {
  const { rules, added, excluded } = plan;
  const most = limit + excluded.size + 1;
  let starts = rules.length === 1 ? startsOfRule(series, rules[0]!, from, to, most) : [];
  if (rules.length > 1) starts = inOrder(rules.flatMap((rule) => startsOfRule(series, rule, from, to, most)));
  const more = added.slice(firstAtOrAfter(added, from), firstAtOrAfter(added, to));
  if (more.length) starts = inOrder([...starts, ...more]);
  return excluded.size ? starts.filter((start) => !excluded.has(start)) : starts;
}

function startsOfRule(series: Series, rule: BoundedRule, from: number, to: number, most: number): number[] {
  const { plan, last, until } = rule;
  const { zone } = series;
  const end = Math.min(to, until + 1, END_OF_TIME);
  if (!zone) return localTimes(plan, from, Math.min(end, last + 1), most);
  if (from >= end) return [];
  const locals = localTimes(plan, zone.lowestLocal(from), Math.min(zone.highestLocal(end), last + 1), most + EDGES);
  const skipsGaps = series.gaps === 'skip';
  let kept = 0;
  let ordered = true;
  for (const local of locals) {
    const start = zone.toEpoch(local);
    if (start < from || start >= end || (skipsGaps && zone.toLocal(start) !== local)) continue;
    if (kept > 0 && start <= locals[kept - 1]!) ordered = false; // a time in a gap moves past, or onto, those after it
    locals[kept++] = start; // local times become moments in place
  }
  locals.length = kept;
  return ordered ? locals : inOrder(locals);
}

/** Index of the first of ascending numbers that is not below `bound`. */
export function firstAtOrAfter(ascending: readonly number[], bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

const inOrder = (moments: number[]) => [...new Set(moments)].sort((a, b) => a - b);
