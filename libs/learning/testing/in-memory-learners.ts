import { type DomainEvent, newId } from '#kernel/index';
import type { FinishedTask } from '../domain/finished-task.ts';
import { Learner, type Progress, type SkillInHand } from '../domain/learner.ts';
import { Learners } from '../domain/learners.ts';
import { type LearningLog, type Standing, startsOf } from '../domain/learning-log.ts';

interface Person {
  skills: Map<string, SkillInHand>;
  score: number | null;
  log: LearningLog;
}

/** Learners that are forgotten with the test. */
export class InMemoryLearners extends Learners {
  readonly events: DomainEvent[] = [];
  readonly tasks = new Map<string, FinishedTask>();
  private readonly people = new Map<string, Person>();

  add(userId: string, skills: Record<string, number> = {}): this {
    const inHand = Object.entries(skills).map(([id, proficiency]) => [id, { proficiency, lastUsedAt: null }] as const);
    const log = { userId, starts: new Map(), skills: [], performance: [] };
    this.people.set(userId, { skills: new Map(inHand), score: null, log });
    return this;
  }

  proficiency(userId: string, skillId: string): number | undefined {
    return this.people.get(userId)?.skills.get(skillId)?.proficiency;
  }

  score(userId: string): number | null {
    return this.people.get(userId)!.score;
  }

  async finishedTask(taskId: string): Promise<FinishedTask | undefined> {
    return this.tasks.get(taskId);
  }

  async get(userIds: readonly string[], { taskId }: { taskId?: string } = {}): Promise<Learner[]> {
    return [...userIds].sort().flatMap((userId) => {
      const person = this.people.get(userId);
      if (!person) return [];
      const counted = person.log.performance.some((step) => step.taskId === taskId);
      return new Learner(userId, new Map(person.skills), person.score, counted);
    });
  }

  async save(progress: readonly Progress[]): Promise<void> {
    for (const { userId, at, skills, dropped, performance, events } of progress) {
      const person = this.people.get(userId)!;
      const steps = skills.map((step) => ({ ...step, id: newId(), at }));
      const judged = performance ? [{ ...performance, id: newId(), at }] : [];
      for (const { skillId, after, taskId } of skills) {
        const lastUsedAt = taskId ? at : (person.skills.get(skillId)?.lastUsedAt ?? null);
        person.skills.set(skillId, { proficiency: after, lastUsedAt });
      }
      for (const skillId of dropped) person.skills.delete(skillId);
      if (performance) person.score = performance.after;
      const all = [...person.log.skills, ...steps].filter(({ skillId }) => !dropped.includes(skillId));
      person.log = {
        userId,
        starts: startsOf(all),
        skills: all,
        performance: [...person.log.performance, ...judged],
      };
      this.events.push(...events);
    }
  }

  async whoLearntFrom(taskId: string): Promise<string[]> {
    const learnt = [...this.people].filter(([, { log }]) => log.performance.some((step) => step.taskId === taskId));
    return learnt.map(([userId]) => userId).sort();
  }

  async logOf(userId: string): Promise<LearningLog> {
    return this.people.get(userId)!.log;
  }

  async rewrite(log: LearningLog, { proficiencies, score }: Standing, ...events: DomainEvent[]): Promise<void> {
    const person = this.people.get(log.userId)!;
    for (const [skillId, proficiency] of proficiencies) {
      const { lastUsedAt = null } = person.skills.get(skillId) ?? {};
      const stays = proficiency > 0 || log.skills.some((step) => step.skillId === skillId);
      if (stays) person.skills.set(skillId, { proficiency, lastUsedAt });
      else person.skills.delete(skillId);
    }
    person.score = log.performance.length > 0 ? score : null;
    person.log = log;
    this.events.push(...events);
  }
}
