import { ActivityLists } from './activity-list.ts';
import type { Instance } from './instance.ts';
import { mirrored } from './mirror.ts';
import { ScheduleGenerator } from './schedule-generation.ts';

/** Forward schedules start everything as early as they can, backward ones as late. */
export type Direction = 'forward' | 'backward';

/** One schedule that a search has met; times run along its own direction. */
export interface Candidate {
  readonly direction: Direction;
  readonly start: Int32Array;
  readonly finish: Int32Array;
  readonly end: number;
  readonly cost: number;
}

/** A finished plan in indices: starts, finishes and the set of people on each task. */
export interface Solution {
  readonly start: Int32Array;
  readonly finish: Int32Array;
  readonly crew: readonly (Int32Array | null)[];
  readonly cost: number;
}

/** When a search ends: after so many schedules, when the bound is met, or when the caller says so. */
export interface Limits {
  readonly schedules: number;
  readonly lowerBound: number;
  readonly shouldStop?: () => boolean;
}

/** Makes schedules in both directions, counts them and keeps the best forward one. */
export class Search {
  used = 0;
  best: Solution | null = null;
  private readonly sides: Record<Direction, { instance: Instance; lists: ActivityLists; generator: ScheduleGenerator }>;
  private readonly negated: Int32Array;

  constructor(
    readonly instance: Instance,
    readonly limits: Limits,
  ) {
    const side = (one: Instance) => ({
      instance: one,
      lists: new ActivityLists(one),
      generator: new ScheduleGenerator(one),
    });
    this.sides = { forward: side(instance), backward: side(mirrored(instance)) };
    this.negated = new Int32Array(instance.size);
  }

  /** Never before there is one schedule, so that every search has an answer. */
  get isOver(): boolean {
    const { schedules, lowerBound, shouldStop } = this.limits;
    if (!this.best) return false;
    return this.used >= schedules || this.best.cost <= lowerBound - this.instance.start || (shouldStop?.() ?? false);
  }

  /** Part of the budget that is spent, 0 to 1. */
  get progress(): number {
    return Math.min(1, this.used / this.limits.schedules);
  }

  listBy(direction: Direction, values: ArrayLike<number>): Int32Array {
    return this.sides[direction].lists.by(values);
  }

  parallel(values: ArrayLike<number>): Candidate {
    const cost = this.sides.forward.generator.parallel(values);
    return this.note('forward', cost);
  }

  /** Schedules a list; `like` is a candidate of the other direction that it comes from, whose end a backward pass starts from. */
  serial(direction: Direction, list: Int32Array, like?: Candidate): Candidate {
    const origin = direction === 'backward' ? -like!.end : this.instance.start;
    return this.note(direction, this.sides[direction].generator.serial(list, origin));
  }

  /** The tasks in the order in which the opposite direction meets them. O(tasks log tasks). */
  reversedList({ direction, finish }: Candidate): Int32Array {
    for (let task = 0; task < finish.length; task++) this.negated[task] = -finish[task]!;
    return this.sides[opposite(direction)].lists.byTime(this.negated);
  }

  /** Pushes everything against the other end of the schedule (justification, Valls, Ballestín & Quintanilla 2005). */
  justified(candidate: Candidate): Candidate {
    return this.serial(opposite(candidate.direction), this.reversedList(candidate), candidate);
  }

  private note(direction: Direction, cost: number): Candidate {
    this.used++;
    const { generator } = this.sides[direction];
    const candidate = {
      direction,
      start: generator.start.slice(),
      finish: generator.finish.slice(),
      end: generator.end,
      cost,
    };
    if (cost < (this.best?.cost ?? Infinity)) {
      if (direction === 'forward') this.best = { ...candidate, crew: generator.crew.slice() };
      else this.justified(candidate); // what is best so far must be a plan that starts at the beginning
    }
    return candidate;
  }
}

export const opposite = (direction: Direction): Direction => (direction === 'forward' ? 'backward' : 'forward');
