/**
 * What is to be planned. Times are whole numbers of one unit of the caller's choice (minutes, hours, days) since one origin of the
 * caller's choice; every number lies within ±`LIMIT`.
 */
export interface Problem {
  readonly tasks: readonly PlannedTask[];
  readonly resources?: readonly SharedResource[];
  readonly people?: readonly Person[];
  /** Nothing starts before this; 0 by default. */
  readonly start?: number;
  /** When work that needs nobody in particular goes on; always, by default. */
  readonly working?: readonly Interval[];
}

/** A piece of work: either it lasts `duration` of working time, or it takes `effort` person-units, shared by the people on it. */
export interface PlannedTask {
  readonly id: string;
  readonly duration?: number;
  readonly effort?: number;
  readonly predecessors?: readonly Dependency[];
  /** Units of each shared resource, held from start to finish. */
  readonly demands?: Readonly<Record<string, number>>;
  readonly skills?: readonly SkillDemand[];
  /** Earliest start. */
  readonly release?: number;
  /** Finishing after this is late: allowed, counted, avoided before makespan is looked at. */
  readonly due?: number;
  readonly lock?: Lock;
}

/** The four precedence relations of PMBOK, with a least lag in elapsed time; a negative lag is a lead. */
export interface Dependency {
  readonly task: string;
  readonly type?: DependencyType;
  readonly lag?: number;
}
export type DependencyType = 'FS' | 'SS' | 'FF' | 'SF';

/** `count` people who have `skill` at `level` or better; one person answers one demand of a task at a time. */
export interface SkillDemand {
  readonly skill: string;
  readonly count?: number;
  readonly level?: number;
}

/** What a planner may not change: the start, the people, or both. Locked people need not have the skills. */
export interface Lock {
  readonly start?: number;
  readonly people?: readonly string[];
}

/** A room, machine or licence pool: `capacity` units at once, in its opening hours where given. */
export interface SharedResource {
  readonly id: string;
  readonly capacity: number;
  readonly working?: readonly Interval[];
}

/** Somebody who does one task at a time; skills with their level; free at all times unless `working` says when. */
export interface Person {
  readonly id: string;
  readonly skills: Readonly<Record<string, number>>;
  readonly working?: readonly Interval[];
}

/** From `[0]` up to and without `[1]`. */
export type Interval = readonly [from: number, to: number];

/** Largest time, lag, duration or demand that is accepted, in units. */
export const LIMIT = 500_000_000;

/** Later than every moment that can be planned. */
export const FAR = 2_000_000_000;
