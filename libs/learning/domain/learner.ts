import type { DomainEvent } from '#kernel/index';
import {
  type Components,
  decayed,
  levelOf,
  noPerformance,
  skillGain,
  taskScore,
  updatePerformance,
} from '#scoring/index';
import { componentsOfTask, type FinishedTask, isOnTime, skillUseOf } from './finished-task.ts';
import type { OrganizationPolicies } from './policies.ts';

/** How good somebody is at something, 0–100, and when they last did it. */
export interface SkillInHand {
  proficiency: number;
  lastUsedAt: Temporal.Instant | null;
}

/** One step of a skill: what stood there before and after, the task it came from if any, and why. */
export interface SkillStep {
  skillId: string;
  taskId: string | null;
  before: number;
  after: number;
  reason: Record<string, unknown>;
}

/** One finished task in the log that a performance is made of. */
export interface PerformanceStep {
  taskId: string;
  components: Components;
  taskScore: number;
  onTime: boolean;
  before: number;
  after: number;
}

/** What changes about one person: steps of skills, skills that go, and the step of their performance. */
export interface Progress {
  userId: string;
  at: Temporal.Instant;
  skills: SkillStep[];
  dropped: string[];
  performance: PerformanceStep | null;
  events: DomainEvent[];
}

/** A person whose skills and performance move with what they do. */
export class Learner {
  constructor(
    readonly userId: string,
    readonly skills: ReadonlyMap<string, SkillInHand>,
    /** Null for somebody without a finished task. */
    readonly score: number | null = null,
    /** Whether the task at hand is in the log already. */
    readonly hasCounted = false,
  ) {}

  /** Each required skill grows and the performance moves; a task that was counted before changes nothing. */
  learnFrom(task: FinishedTask, policies: OrganizationPolicies): Progress {
    const progress = this.progress(task.completedAt);
    if (this.hasCounted) return progress;
    for (const skill of task.requiredSkills) this.practise(skill, task, policies, progress);
    this.beJudged(task, policies, progress);
    return progress;
  }

  /** Sets proficiencies as a person states them; those of `dropped` go. */
  rate(
    ratings: readonly { skillId: string; name: string; proficiency: number }[],
    dropped: readonly string[],
    by: string,
    at: Temporal.Instant,
  ): Progress {
    const progress = this.progress(at);
    const changes: Record<string, [unknown, unknown]> = {};
    for (const { skillId, name, proficiency } of ratings) {
      const before = this.skills.get(skillId)?.proficiency;
      if (before === proficiency) continue;
      const reason = { kind: 'rated', by };
      progress.skills.push({ skillId, taskId: null, before: before ?? 0, after: proficiency, reason });
      changes[name] = [before ?? null, proficiency];
    }
    for (const skillId of dropped) {
      if (!this.skills.has(skillId)) continue;
      progress.dropped.push(skillId);
      changes[skillId] = [this.skills.get(skillId)?.proficiency, null];
    }
    if (Object.keys(changes).length > 0) {
      const data = { user_id: this.userId, skills: Object.keys(changes) };
      const subject = { type: 'SkillProfile', id: this.userId };
      progress.events.push({ type: 'skill_profile.updated', subject, data, changes });
    }
    return progress;
  }

  private progress(at: Temporal.Instant): Progress {
    return { userId: this.userId, at, skills: [], dropped: [], performance: null, events: [] };
  }

  private practise(
    { skill_id, name }: FinishedTask['requiredSkills'][number],
    task: FinishedTask,
    { skills: policy, skill_levels: levels }: OrganizationPolicies,
    progress: Progress,
  ): void {
    const { proficiency = 0, lastUsedAt = null } = this.skills.get(skill_id) ?? {};
    const idleDays = lastUsedAt ? Math.max(0, task.completedAt.since(lastUsedAt).total('hours') / 24) : 0;
    const use = skillUseOf(task);
    const { to, factors } = skillGain({ ...use, proficiency: decayed(proficiency, idleDays, policy) }, policy);
    const reason = { kind: 'task', use, idle_days: idleDays, factors };
    progress.skills.push({ skillId: skill_id, taskId: task.id, before: proficiency, after: to, reason });
    if (to <= proficiency) return;
    const level = { level: levelOf(to, levels), level_before: levelOf(proficiency, levels) };
    progress.events.push({
      type: 'skill.improved',
      subject: { type: 'SkillProfile', id: this.userId },
      recipientId: this.userId,
      data: { ...this.about(task), skill_id, name, before: proficiency, after: to, ...level },
    });
  }

  private beJudged(task: FinishedTask, { performance: policy }: OrganizationPolicies, progress: Progress): void {
    const components = componentsOfTask(task);
    const { score } = taskScore(components, policy.weights);
    const state = { score: this.score ?? noPerformance(policy).score, count: 0 };
    const { before, score: after, level } = updatePerformance(state, score, policy);
    const onTime = isOnTime(task);
    progress.performance = { taskId: task.id, components, taskScore: score, onTime, before, after };
    const data = { ...this.about(task), cause: 'task_completed', before, after, level };
    progress.events.push(performanceUpdated(this.userId, data));
  }

  private about({ id, key, title }: FinishedTask) {
    return { user_id: this.userId, task_id: id, task_key: key, task_title: title };
  }
}

/** Tells a person that their performance has moved. */
export function performanceUpdated(
  userId: string,
  data: { before: number; after: number } & Record<string, unknown>,
): DomainEvent {
  return {
    type: 'performance.updated',
    subject: { type: 'Performance', id: userId },
    recipientId: userId,
    data: { user_id: userId, ...data },
    changes: { score: [data.before, data.after] },
  };
}
