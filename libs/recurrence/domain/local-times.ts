import { DAY, DAYS_PER_CYCLE, HOUR, MINUTE, dayOf, gcd, modulo } from './civil.ts';
import { dayMatches, daysOfPeriod, lastDayOfIdleMonth } from './period-days.ts';
import { type RulePlan, periodOf } from './rule-plan.ts';

const { floor } = Math;

/**
 * The local times at which a rule occurs from `from` (inclusive) to `to` (exclusive), ascending, each once, at most
 * `limit`; never before DTSTART, regardless of COUNT and UNTIL. The first period is computed, not counted up to: the cost is
 * O(periods in the stretch + result). A rule that can never occur is found out within one 400-year cycle of the calendar.
 */
export function localTimes(plan: RulePlan, from: number, to: number, limit = Infinity): number[] {
  const lower = Math.max(from, plan.start);
  if (lower >= to) return [];
  return plan.unit < DAY ? timesByUnit(plan, lower, to, limit) : timesByPeriod(plan, lower, to, limit);
}

function timesByPeriod(plan: RulePlan, from: number, to: number, limit: number): number[] {
  const { interval, times, setPositions, firstPeriod } = plan;
  const spill = plan.skip ? 1 : 0; // a moved day may lie just outside its period
  const earliest = Math.max(firstPeriod, periodAt(plan, from) - spill);
  const first = firstPeriod + Math.ceil((earliest - firstPeriod) / interval) * interval;
  const last = periodAt(plan, to - 1) + spill;

  const found: number[] = [];
  let stopAfter = last;
  for (let period = first; period <= stopAfter; period += interval) {
    if (found.length === 0 && period > first + plan.cycle) break; // a whole cycle without an occurrence: there is none
    const size = daysOfPeriod(plan, period, DAYS);
    if (setPositions) addChosen(setPositions, DAYS, size, times, from, to, found);
    else addAll(DAYS, size, times, from, to, found, spill ? Infinity : limit);
    if (found.length >= limit && stopAfter === last) stopAfter = Math.min(last, period + spill * interval);
  }
  const ordered = spill ? inOrder(found) : found;
  return ordered.length > limit ? ordered.slice(0, limit) : ordered;
}

/** The days of one period after the other; nothing reads it across calls. */
const DAYS: number[] = [];

const periodAt = ({ rule, weekNumbers, weekStart }: RulePlan, local: number) =>
  periodOf(rule.freq, weekNumbers !== undefined, weekStart, dayOf(local));

function addAll(
  days: number[],
  size: number,
  times: readonly number[],
  from: number,
  to: number,
  found: number[],
  limit: number,
): void {
  for (let index = 0; index < size; index++) {
    const midnight = days[index]! * DAY;
    if (midnight >= to || midnight + DAY <= from) continue;
    for (const time of times) {
      const local = midnight + time;
      if (local >= to || found.length >= limit) return;
      if (local >= from) found.push(local);
    }
  }
}

/** BYSETPOS: picks from days × times without writing the product out. */
function addChosen(
  positions: readonly number[],
  days: number[],
  size: number,
  times: readonly number[],
  from: number,
  to: number,
  found: number[],
): void {
  const total = size * times.length;
  for (const index of chosenIndexes(positions, total)) {
    const local = days[floor(index / times.length)]! * DAY + times[index % times.length]!;
    if (local >= from && local < to) found.push(local);
  }
}

function chosenIndexes(positions: readonly number[], total: number): number[] {
  const indexes: number[] = [];
  for (const position of positions) {
    const index = position > 0 ? position - 1 : total + position;
    if (index >= 0 && index < total) indexes.push(index);
  }
  return indexes.length > 1 ? inOrder(indexes) : indexes;
}

function timesByUnit(plan: RulePlan, from: number, to: number, limit: number): number[] {
  const { unit, interval, times } = plan;
  const unitsPerDay = DAY / unit;
  const phase = floor(plan.start / unit);
  const firstDay = dayOf(from);
  const lastDay = dayOf(to - 1);
  const found: number[] = [];
  for (let day = firstDay; day <= lastDay; day++) {
    const midnight = day * DAY;
    const earliest = day === firstDay ? floor((from - midnight) / unit) : 0;
    let index = earliest + modulo(phase - day * unitsPerDay - earliest, interval);
    if (index >= unitsPerDay) {
      day += floor(index / unitsPerDay) - 1; // long steps: go on to the day of the next one
      continue;
    }
    if (found.length === 0 && day - firstDay > DAYS_BEFORE_PROOF && neverOccurs(plan)) break;
    if (!dayMatches(plan, day)) {
      day = Math.max(day, lastDayOfIdleMonth(plan, day));
      continue;
    }
    for (; index < unitsPerDay; index += interval) {
      if (!unitMatches(plan, index)) continue;
      for (const time of times) {
        const local = midnight + index * unit + time;
        if (local >= to || found.length >= limit) return found;
        if (local >= from) found.push(local);
      }
    }
  }
  return found;
}

/** Whether the `index`-th hour, minute or second of a day passes BYHOUR, BYMINUTE and BYSECOND. */
function unitMatches({ unit, hours, minutes, seconds }: RulePlan, index: number): boolean {
  if (hours && !((hours >> floor((index * unit) / HOUR)) & 1)) return false;
  if (minutes && !minutes[floor((index * unit) / MINUTE) % 60]) return false;
  return !seconds || seconds[index % 60]!;
}

/** Empty days that are searched before the question is decided by arithmetic. */
const DAYS_BEFORE_PROOF = 31;
const proven = new WeakMap<RulePlan, boolean>();

/**
 * Decides for a rule within the day whether it has any occurrence at all. Day d and unit u of the day meet the interval
 * when d·N + u ≡ phase (mod I); days repeat after C = 146,097. Some day of the class d + C·q does so exactly when
 * d·N + u ≡ phase (mod gcd(C·N, I)), so one cycle of days decides. O(C + N), once for each plan.
 */
function neverOccurs(plan: RulePlan): boolean {
  const known = proven.get(plan);
  if (known !== undefined) return known;
  const unitsPerDay = DAY / plan.unit;
  const modulus = gcd(DAYS_PER_CYCLE * unitsPerDay, plan.interval);
  const residues = new Set<number>();
  for (let index = 0; index < unitsPerDay; index++) if (unitMatches(plan, index)) residues.add(index % modulus);
  const phase = floor(plan.start / plan.unit);
  let never = plan.times.length > 0;
  for (let day = 0; day < DAYS_PER_CYCLE && never; day++) {
    never = !(residues.has(modulo(phase - day * unitsPerDay, modulus)) && dayMatches(plan, day));
  }
  never ||= plan.times.length === 0;
  proven.set(plan, never);
  return never;
}

const inOrder = (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b);
