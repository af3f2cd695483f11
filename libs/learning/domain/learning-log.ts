import {
  decayed,
  noPerformance,
  type PerformancePolicy,
  skillGain,
  type SkillUse,
  taskScore,
  updatePerformance,
} from '#scoring/index';
import type { PerformanceStep, SkillStep } from './learner.ts';
import type { OrganizationPolicies } from './policies.ts';

/** A step as the log holds it. */
export interface Logged {
  id: string;
  at: Temporal.Instant;
}

/** Everything that made a person's skills and performance what they are, oldest first. */
export interface LearningLog {
  userId: string;
  /** Where each skill stood before its first step. */
  starts: ReadonlyMap<string, number>;
  skills: readonly (SkillStep & Logged)[];
  performance: readonly (PerformanceStep & Logged)[];
}

/** Where the person stands at the end of a log. */
export interface Standing {
  proficiencies: ReadonlyMap<string, number>;
  score: number;
  tasksCompleted: number;
  tasksOnTime: number;
}

/** Where each skill stood before its first step. O(n). */
export function startsOf(skills: readonly SkillStep[]): Map<string, number> {
  return new Map(skills.toReversed().map(({ skillId, before }) => [skillId, before]));
}

/** The log as if the task had never been finished. */
export function without(taskId: string, log: LearningLog): LearningLog {
  return {
    ...log,
    skills: log.skills.filter((step) => step.taskId !== taskId),
    performance: log.performance.filter((step) => step.taskId !== taskId),
  };
}

/**
 * Walks a log from its start under the policies of today: every step gets the numbers that follow from the ones before.
 * What was rated or merged stays as stated. O(n).
 */
export function replayed(log: LearningLog, policies: OrganizationPolicies): { log: LearningLog; standing: Standing } {
  const proficiencies = new Map(log.starts);
  const skills = log.skills.map((step) => {
    const before = proficiencies.get(step.skillId) ?? step.before;
    const after = step.taskId === null ? step.after : practised(before, step, policies);
    proficiencies.set(step.skillId, after);
    return { ...step, before, after };
  });
  const performance = judged(log.performance, policies.performance);
  const standing = {
    proficiencies,
    score: performance.at(-1)?.after ?? noPerformance(policies.performance).score,
    tasksCompleted: performance.length,
    tasksOnTime: performance.filter(({ onTime }) => onTime).length,
  };
  return { log: { ...log, skills, performance }, standing };
}

function practised(before: number, { reason }: SkillStep, { skills: policy }: OrganizationPolicies): number {
  const use = reason.use as Omit<SkillUse, 'proficiency'>;
  const rested = decayed(before, Number(reason.idle_days), policy);
  return skillGain({ ...use, proficiency: rested }, policy).to;
}

function judged(steps: LearningLog['performance'], policy: PerformancePolicy): LearningLog['performance'] {
  let { score } = noPerformance(policy);
  return steps.map((step) => {
    const before = score;
    const { score: judgement } = taskScore(step.components, policy.weights);
    score = updatePerformance({ score, count: 0 }, judgement, policy).score;
    return { ...step, taskScore: judgement, before, after: score };
  });
}
