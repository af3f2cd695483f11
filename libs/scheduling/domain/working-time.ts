import { FAR, type Interval } from './problem.ts';

/** Sorted, disjoint stretches of working time with constant-time sums; all questions answer in O(log stretches). */
export class WorkingTime {
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  /** Working time before each stretch. */
  private readonly before: Float64Array;
  /** Where the last question led: the next one is mostly about the same day. */
  private lastStretch = 0;

  private constructor(readonly intervals: readonly Interval[]) {
    this.from = Int32Array.from(intervals, ([from]) => from);
    this.to = Int32Array.from(intervals, ([, to]) => to);
    this.before = new Float64Array(intervals.length + 1);
    intervals.forEach(([from, to], at) => (this.before[at + 1] = this.before[at]! + to - from));
  }

  /** Orders the stretches and joins those that touch or overlap. O(n log n). */
  static of(intervals: readonly Interval[]): WorkingTime {
    const joined: [number, number][] = [];
    for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
      const last = joined.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else if (to > from) joined.push([from, to]);
    }
    return new WorkingTime(joined);
  }

  /** When everyone works. O(total stretches). */
  static intersection(all: readonly WorkingTime[]): WorkingTime {
    return all.reduce((common, other) => {
      const both: Interval[] = [];
      let mine = 0;
      let theirs = 0;
      while (mine < common.from.length && theirs < other.from.length) {
        const from = Math.max(common.from[mine]!, other.from[theirs]!);
        const to = Math.min(common.to[mine]!, other.to[theirs]!);
        if (from < to) both.push([from, to]);
        if (common.to[mine]! < other.to[theirs]!) mine++;
        else theirs++;
      }
      return new WorkingTime(both);
    });
  }

  /** The same hours seen on a clock that runs backwards. */
  mirrored(): WorkingTime {
    return new WorkingTime(this.intervals.map(([from, to]): Interval => [-to, -from]).reverse());
  }

  /** The first working moment at or after `time`, or `FAR`. */
  opening(time: number): number {
    const at = this.stretch(time);
    return at === this.from.length ? FAR : Math.max(time, this.from[at]!);
  }

  /** The beginning of the first stretch after `time`, or `FAR`. */
  nextOpening(time: number): number {
    const at = this.stretch(time);
    const next = at < this.from.length && this.from[at]! <= time ? at + 1 : at;
    return next < this.from.length ? this.from[next]! : FAR;
  }

  /** Working time in `[from, to)`. */
  between(from: number, to: number): number {
    return this.until(to) - this.until(from);
  }

  /** The moment at which `work` units are done when started at `time`, or `FAR`. */
  finish(time: number, work: number): number {
    if (work === 0) return time;
    const target = this.until(time) + work;
    let low = 0;
    let high = this.from.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.before[middle + 1]! < target) low = middle + 1;
      else high = middle;
    }
    return low === this.from.length ? FAR : this.from[low]! + target - this.before[low]!;
  }

  /** Index of the first stretch that ends after `time`. */
  private stretch(time: number): number {
    const last = this.lastStretch;
    if ((last === 0 || this.to[last - 1]! <= time) && (last === this.to.length || time < this.to[last]!)) return last;
    let low = 0;
    let high = this.to.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.to[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return (this.lastStretch = low);
  }

  private until(time: number): number {
    const at = this.stretch(time);
    return at === this.from.length ? this.before[at]! : this.before[at]! + Math.max(0, time - this.from[at]!);
  }
}
