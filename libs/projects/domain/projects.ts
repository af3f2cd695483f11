import type { DomainEvent } from '#kernel/index';
import type { Project } from './project.ts';
import type { Status } from './workflow.ts';

/** Where projects live. `save` stores the project and its events together, or neither. */
export abstract class Projects {
  /** The project, locked until the transaction ends; NotFound when there is none. */
  abstract get(id: string): Promise<Project>;
  abstract add(project: Project, statuses: readonly Status[], ...events: DomainEvent[]): Promise<void>;
  abstract save(project: Project, ...events: DomainEvent[]): Promise<void>;
  abstract remove(project: Project, ...events: DomainEvent[]): Promise<void>;
  /** A key that is free in the organization, made of the title. */
  abstract freeKey(title: string): Promise<string>;
}
