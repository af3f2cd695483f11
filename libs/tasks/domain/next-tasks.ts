import type { DomainEvent } from '#kernel/index';
import type { AssignableTask } from './assignable-task.ts';

/** The tasks that wait for somebody, and the one that each person is to look at next. */
export abstract class NextTasks {
  /** The most pressing waiting tasks that the person may work on and has the mandatory skills for. */
  abstract waitingFor(userId: string, limit: number): Promise<AssignableTask[]>;
  /** The task that is queued for the person since they finished `afterTaskId`. */
  abstract queuedAfter(userId: string, afterTaskId: string): Promise<string | undefined>;
  /** Queues the task for a person who has none; false when it is queued for somebody else. */
  abstract queue(userId: string, next: { taskId: string; score: number; afterTaskId: string }): Promise<boolean>;
  /** Nothing is queued for the person any more. */
  abstract clear(userId: string): Promise<void>;
  abstract tell(event: DomainEvent): void;
}
