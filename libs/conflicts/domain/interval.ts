/** A stretch of time in milliseconds: `start` inclusive, `end` exclusive. One without length holds nothing. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Whether two stretches share a moment; those that only touch do not. O(1). */
export function overlap(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end && a.start < a.end && b.start < b.end;
}

/** Stretches in any order as the fewest in ascending order; touching ones become one. O(n log n). */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of intervals.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (!last || next.start > last.end) merged.push({ start: next.start, end: next.end });
    else if (next.end > last.end) merged[merged.length - 1] = { start: last.start, end: next.end };
  }
  return merged;
}

/** What `window` leaves over beside ascending, disjoint stretches. O(n). */
export function gaps(busy: readonly Interval[], window: Interval): Interval[] {
  const free: Interval[] = [];
  let from = window.start;
  for (const { start, end } of busy) {
    if (start > from) free.push({ start: from, end: Math.min(start, window.end) });
    from = Math.max(from, end);
    if (from >= window.end) break;
  }
  if (from < window.end) free.push({ start: from, end: window.end });
  return free.filter(({ start, end }) => start < end);
}

/** What two lists of ascending, disjoint stretches have in common. O(n + m). */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const start = Math.max(a[i]!.start, b[j]!.start);
    const end = Math.min(a[i]!.end, b[j]!.end);
    if (start < end) common.push({ start, end });
    if (a[i]!.end < b[j]!.end) i++;
    else j++;
  }
  return common;
}

/** Something that takes units of a capacity for a while. */
export interface Load extends Interval {
  readonly units: number;
}

/**
 * The first moment within a stretch at which loads add up to more than `capacity`; undefined where they never do.
 * Sweep-line, O(n log n).
 */
export function firstOverload(loads: readonly Load[], within: Interval, capacity: number): number | undefined {
  const changes = loads
    .filter((load) => overlap(load, within))
    .flatMap(({ start, end, units }) => [
      { at: Math.max(start, within.start), units },
      { at: end, units: -units },
    ])
    .sort((a, b) => a.at - b.at || a.units - b.units); // what ends makes room before the next begins
  let level = 0;
  for (const { at, units } of changes) {
    level += units;
    if (level > capacity && at < within.end) return at;
  }
  return undefined;
}
