import type { Unplanned } from './impossible.ts';

/** A plan: when each task is done and by whom, how good that is, and what holds it up. Times in the units of the problem. */
export interface Schedule {
  readonly tasks: readonly ScheduledTask[];
  /** What no plan can hold, each with the reason; the rest is planned without it. */
  readonly unplanned: readonly Unplanned[];
  readonly finish: number;
  /** From the start of the problem to the last finish. */
  readonly makespan: number;
  /** No plan of these tasks is shorter; the plan is optimal where `makespan` equals it. */
  readonly lowerBound: number;
  /** Sum of lateness against due dates. */
  readonly tardiness: number;
  /** The tasks that, one waiting for the other, make the plan as long as it is; first to last. */
  readonly criticalChain: readonly string[];
  /** How many schedules were generated to find it; an improvement pass counts as one. */
  readonly schedulesUsed: number;
}

/** One task in a plan. */
export interface ScheduledTask {
  readonly id: string;
  readonly start: number;
  readonly finish: number;
  readonly people: readonly Assignee[];
  /** Why it does not start earlier; empty if it starts with the plan. */
  readonly waitedFor: readonly Wait[];
}

/** A person on a task, with the skill they are there for; null where the lock named them. */
export interface Assignee {
  readonly person: string;
  readonly skill: string | null;
}

/**
 * What a task waited for: a predecessor, a task that held a resource (`of`) or a person (`of`) until then, its release, its lock, or
 * the hours of who and what it needs.
 */
export type Wait =
  | { readonly kind: 'predecessor'; readonly task: string }
  | { readonly kind: 'resource' | 'person'; readonly task: string; readonly of: string }
  | { readonly kind: 'release' | 'lock' | 'hours' };
