import type { Instance } from './instance.ts';
import { Placement } from './placement.ts';
import { FAR } from './problem.ts';

/** Lateness outweighs makespan, and a task without a place outweighs both. */
const LATENESS = 4_096;
const MISSING = 2 ** 44;

/** Turns orders and priorities into schedules; the last one stands in `start`, `finish` and `crew`. */
export class ScheduleGenerator {
  readonly start: Int32Array;
  readonly finish: Int32Array;
  readonly crew: readonly (Int32Array | null)[];
  /** Latest finish of the last schedule. */
  end = 0;
  private readonly placement: Placement;

  constructor(readonly instance: Instance) {
    this.placement = new Placement(instance);
    this.start = this.placement.start;
    this.finish = this.placement.finish;
    this.crew = this.placement.crew;
  }

  /**
   * Serial generation: takes the tasks of an activity list one by one and starts each as early as it can (Kelley 1963). Returns the
   * cost: makespan, plus what lateness and missing tasks weigh. O(tasks² · demands) at worst.
   */
  serial(list: Int32Array, origin = this.instance.start): number {
    const { placement } = this;
    placement.clear();
    for (let at = 0; at < list.length; at++) {
      placement.seek(list[at]!, origin);
      placement.settle(list[at]!);
    }
    return this.cost(origin);
  }

  /**
   * Parallel generation: goes through time and starts what can start, the smallest priority value first (Kolisch 1996). Since places
   * only get later as a schedule fills, it is enough to take the ready task of earliest place and to look again before settling it.
   */
  parallel(values: ArrayLike<number>, origin = this.instance.start): number {
    const { placement } = this;
    const { size, links } = this.instance;
    const waiting = new Int32Array(size);
    for (const { to } of links) waiting[to]!++;
    const place = new Float64Array(size).fill(-FAR);
    const ready = Array.from(this.instance.topological).filter((task) => waiting[task] === 0);
    placement.clear();
    while (ready.length > 0) {
      let least = 0;
      for (let at = 1; at < ready.length; at++) {
        const later = place[ready[at]!]! - place[ready[least]!]! || values[ready[at]!]! - values[ready[least]!]!;
        if (later < 0) least = at;
      }
      const task = ready[least]!;
      placement.seek(task, origin);
      if (placement.foundStart > place[task]! && ready.length > 1 && placement.foundStart !== FAR) {
        place[task] = placement.foundStart;
        continue;
      }
      placement.settle(task);
      ready.splice(least, 1);
      for (const { from, to } of links) if (from === task && --waiting[to]! === 0) ready.push(to);
    }
    return this.cost(origin);
  }

  private cost(origin: number): number {
    const { size, due } = this.instance;
    let missing = 0;
    let tardiness = 0;
    this.end = origin;
    for (let task = 0; task < size; task++) {
      const finish = this.finish[task]!;
      if (finish === FAR) missing++;
      else {
        if (finish > this.end) this.end = finish;
        if (finish > due[task]!) tardiness += finish - due[task]!;
      }
    }
    return missing * MISSING + tardiness * LATENESS + (this.end - origin);
  }
}
