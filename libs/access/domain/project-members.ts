import type { DomainEvent } from '#kernel/index';
import type { ProjectMember } from './project-member.ts';

/** Where memberships of projects live. What changes one stores its events too, or neither. */
export abstract class ProjectMembers {
  /** Locked until the transaction ends. */
  abstract get(projectId: string, userId: string): Promise<ProjectMember>;
  abstract find(projectId: string, userId: string): Promise<ProjectMember | undefined>;
  abstract add(member: ProjectMember, ...events: DomainEvent[]): Promise<void>;
  abstract save(member: ProjectMember, ...events: DomainEvent[]): Promise<void>;
  abstract remove(member: ProjectMember, ...events: DomainEvent[]): Promise<void>;
}
