import type { Priority } from '#scoring/index';

/** A skill that a task asks for, by the id or name that people's skills use. */
export interface RequiredSkill {
  readonly skill: string;
  /** Least proficiency, 0–100; without it anything above 0 passes and difficulty × 10 is the mark to reach. */
  readonly level?: number;
  /** Whether lacking it rules a person out. Default true. */
  readonly mandatory?: boolean;
}

/** A task that looks for a person. Moments are epoch milliseconds, efforts are hours. */
export interface OpenTask {
  readonly id: string;
  readonly skills?: readonly RequiredSkill[];
  /** 1–10. Default 5. */
  readonly difficulty?: number;
  readonly priority?: Priority;
  /** Remaining effort. Default: `defaultHours` of the policy. */
  readonly hours?: number;
  readonly dueAt?: number;
  /** Since when the task has waited for a person. */
  readonly waitingSince?: number;
}

/** What a person can do, and when they finished work with it lately (epoch milliseconds). */
export interface PersonSkill {
  readonly skill: string;
  /** 0–100. */
  readonly proficiency: number;
  readonly work?: readonly number[];
}

/** A time away: [from, to) in epoch milliseconds. */
export interface Absence {
  readonly from: number;
  readonly to: number;
}

/** A person who could take work. Moments are epoch milliseconds, loads and capacities are hours of open work. */
export interface Person {
  readonly id: string;
  readonly skills?: readonly PersonSkill[];
  /** Hours of open work. Default 0. */
  readonly load?: number;
  /** Most hours of open work; absent: no limit. */
  readonly capacity?: number;
  /** Tasks in hand. Default 0. */
  readonly openTasks?: number;
  /** Most tasks in hand; absent: no limit. */
  readonly maxTasks?: number;
  /** Default 40. */
  readonly hoursPerWeek?: number;
  readonly absences?: readonly Absence[];
  readonly lastAssignedAt?: number;
  /** Performance 0–100 and the number of tasks behind it; absent: the team's mean. */
  readonly performance?: { readonly score: number; readonly count: number };
  /** Skills that the person wants to grow. */
  readonly wishes?: readonly string[];
}

export const dayMs = 86_400_000;
