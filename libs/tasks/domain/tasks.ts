import type { DomainEvent } from '#kernel/index';
import type { Task } from './task.ts';

/** Where tasks live. What is saved and its events are stored together, or neither. */
export abstract class Tasks {
  /** The task, locked until the transaction ends; NotFound when there is none. */
  abstract get(id: string): Promise<Task>;
  /** The task that an outside tool knows under this id, locked; undefined when there is none. */
  abstract findExternal(source: string, id: string): Promise<Task | undefined>;
  /** Refuses a parent or milestone of another project, and a parent that lies below the task. */
  abstract checkPlace(task: Task): Promise<void>;
  /** Refuses whoever is no active person of the organization: strangers, programs, those who have left. */
  abstract checkAssignees(userIds: readonly string[]): Promise<void>;
  abstract add(task: Task, ...events: DomainEvent[]): Promise<void>;
  abstract save(task: Task, ...events: DomainEvent[]): Promise<void>;
  abstract remove(task: Task, ...events: DomainEvent[]): Promise<void>;
}
