import type { DomainEvent } from '#kernel/index';
import type { Task } from './task.ts';

/** Where tasks live. What is saved and its events are stored together, or neither. */
export abstract class Tasks {
  /** The task, locked until the transaction ends; NotFound when there is none. */
  abstract get(id: string): Promise<Task>;
  abstract add(task: Task, ...events: DomainEvent[]): Promise<void>;
  abstract save(task: Task, ...events: DomainEvent[]): Promise<void>;
  abstract remove(task: Task, ...events: DomainEvent[]): Promise<void>;
}
