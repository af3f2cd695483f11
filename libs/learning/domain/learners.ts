import type { DomainEvent } from '#kernel/index';
import type { FinishedTask } from './finished-task.ts';
import type { Learner, Progress } from './learner.ts';
import type { LearningLog, Standing } from './learning-log.ts';

/** Where people's skills and performance live. What is saved and its events are stored together, or neither. */
export abstract class Learners {
  /** The task with what it says about those who did it; undefined when it is not done. */
  abstract finishedTask(taskId: string): Promise<FinishedTask | undefined>;
  /** Those who are members, kept from learning elsewhere until the transaction ends; with all skills unless some are named. */
  abstract get(
    userIds: readonly string[],
    about?: { skillIds?: readonly string[]; taskId?: string },
  ): Promise<Learner[]>;
  abstract save(progress: readonly Progress[]): Promise<void>;
  /** Who has learnt from the task. */
  abstract whoLearntFrom(taskId: string): Promise<string[]>;
  /** The whole log of a person, who is kept from learning elsewhere until the transaction ends. */
  abstract logOf(userId: string): Promise<LearningLog>;
  /** Makes the log and what follows from it the person's own. */
  abstract rewrite(log: LearningLog, standing: Standing, ...events: DomainEvent[]): Promise<void>;
}
