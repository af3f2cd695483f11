import { FAR } from './problem.ts';
import type { Instance } from './instance.ts';

/**
 * What is in use when: a linked list of moments at which something begins or ends, each with the units in use and the people busy
 * until the next one. Taking and scanning cost O(moments crossed).
 */
export class Timeline {
  readonly time: Int32Array;
  readonly next: Int32Array;
  /** Units in use, `moment * resources + resource`. */
  readonly used: Int32Array;
  /** People busy, `moment * words + word`. */
  readonly busy: Int32Array;
  private readonly resources: number;
  private readonly words: number;
  private moments = 1;

  constructor(private readonly instance: Instance) {
    const moments = 2 * instance.size + 2;
    this.resources = instance.capacity.length;
    this.words = instance.words;
    this.time = new Int32Array(moments);
    this.next = new Int32Array(moments);
    this.used = new Int32Array(moments * this.resources);
    this.busy = new Int32Array(moments * this.words);
    this.clear();
  }

  clear(): void {
    this.moments = 1;
    this.time[0] = -FAR;
    this.next[0] = -1;
    this.used.fill(0, 0, this.resources);
    this.busy.fill(0, 0, this.words);
  }

  /** The moment in force at `time`, searched from `hint`, a moment that is not later. */
  at(time: number, hint: number): number {
    let moment = hint;
    for (let after = this.next[moment]!; after >= 0 && this.time[after]! <= time; after = this.next[moment]!)
      moment = after;
    return moment;
  }

  /**
   * The first moment in `[from, to)`, looking from `moment`, at which the units left do not suffice for `task`; -1 when they do.
   * O(moments crossed · demands).
   */
  shortage(task: number, moment: number, to: number): number {
    const { demandsFrom, demandOf, amount, capacity } = this.instance;
    const first = demandsFrom[task]!;
    const last = demandsFrom[task + 1]!;
    for (; moment >= 0 && this.time[moment]! < to; moment = this.next[moment]!) {
      const base = moment * this.resources;
      for (let at = first; at < last; at++) {
        const resource = demandOf[at]!;
        if (this.used[base + resource]! + amount[at]! > capacity[resource]!) return moment;
      }
    }
    return -1;
  }

  /** Adds to `into` everyone who is busy at some time before `to`, looking from `moment`. */
  collectBusy(into: Int32Array, moment: number, to: number): void {
    for (; moment >= 0 && this.time[moment]! < to; moment = this.next[moment]!) {
      for (let word = 0; word < this.words; word++) into[word]! |= this.busy[moment * this.words + word]!;
    }
  }

  /** Takes what `task` and its people need in `[from, to)`; `sign` -1 gives it back. Returns the moment at `to`. */
  take(task: number, people: Int32Array | null, from: number, to: number, hint: number, sign: 1 | -1 = 1): number {
    const { demandsFrom, demandOf, amount } = this.instance;
    let moment = this.split(from, hint);
    const end = this.split(to, moment);
    for (; moment !== end; moment = this.next[moment]!) {
      const base = moment * this.resources;
      for (let at = demandsFrom[task]!; at < demandsFrom[task + 1]!; at++)
        this.used[base + demandOf[at]!]! += sign * amount[at]!;
      if (people) for (let word = 0; word < this.words; word++) this.busy[moment * this.words + word]! ^= people[word]!;
    }
    return end;
  }

  private split(time: number, hint: number): number {
    const before = this.at(time, hint);
    if (this.time[before] === time) return before;
    const moment = this.moments++;
    this.time[moment] = time;
    this.next[moment] = this.next[before]!;
    this.next[before] = moment;
    this.used.copyWithin(moment * this.resources, before * this.resources, (before + 1) * this.resources);
    this.busy.copyWithin(moment * this.words, before * this.words, (before + 1) * this.words);
    return moment;
  }
}
