import type { AssignmentPolicy, OpenTask } from '#assignment/index';
import { priorities, type RequiredSkill } from './task.ts';

/** A task as far as it matters for finding a person. */
export interface AssignableTask {
  id: string;
  key: string;
  title: string;
  projectId: string;
  difficulty: number;
  /** 0 (low) to 4 (critical). */
  priority: number;
  requiredSkills: readonly RequiredSkill[];
  estimateHours: number | null;
  dueAt: Temporal.Instant | null;
  createdAt: Temporal.Instant;
}

const WEEK_HOURS = 7 * 24;

/** Effort in hours: the estimate, or else the policy's default for a difficulty of 5, in proportion to the difficulty. */
export function hoursOf(task: Pick<AssignableTask, 'difficulty' | 'estimateHours'>, policy: AssignmentPolicy): number {
  return task.estimateHours ?? (policy.defaultHours * task.difficulty) / 5;
}

/** Weeks over which the work is spread: until it is due, or the policy's horizon; at least one. */
export function weeksLeft(dueAt: Temporal.Instant | null, now: Temporal.Instant, policy: AssignmentPolicy): number {
  return Math.max(1, dueAt ? dueAt.since(now).total('hours') / WEEK_HOURS : policy.horizonDays / 7);
}

/** The task as the ranking asks for it. */
export function openTaskOf(task: AssignableTask, policy: AssignmentPolicy): OpenTask {
  return {
    id: task.id,
    skills: task.requiredSkills.map(({ skill_id, level, mandatory }) => ({
      skill: skill_id,
      // A least level of 0 says nothing about how good is good enough; the difficulty then does.
      ...(level > 0 && { level }),
      mandatory,
    })),
    difficulty: task.difficulty,
    priority: priorities[task.priority],
    hours: hoursOf(task, policy),
    dueAt: task.dueAt?.epochMilliseconds,
    waitingSince: task.createdAt.epochMilliseconds,
  };
}
