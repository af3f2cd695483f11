import { DomainError, type DomainEvent, type Subject } from '#kernel/index';
import type { Role } from './role.ts';

/** A member's place in a project; without a role of their own they are a guest there. */
export class ProjectMember implements Subject {
  readonly organizationId: string;
  readonly projectId: string;
  readonly userId: string;
  roleId: string | null;
  readonly addedBy: string | null;
  version: number;
  createdAt: Temporal.Instant;

  constructor(
    identity: { organizationId: string; projectId: string; userId: string; addedBy: string },
    role: Role | null,
    at: Temporal.Instant,
  ) {
    role?.mustSuitProject(identity.projectId);
    this.organizationId = identity.organizationId;
    this.projectId = identity.projectId;
    this.userId = identity.userId;
    this.addedBy = identity.addedBy;
    this.roleId = role?.id ?? null;
    this.version = 1;
    this.createdAt = at;
  }

  get subjectType(): string {
    return 'ProjectMember';
  }

  added(): DomainEvent {
    return this.event('project_member.added', { role_id: [null, this.roleId] });
  }

  changeRole(role: Role | null): DomainEvent | undefined {
    role?.mustSuitProject(this.projectId);
    const before = this.roleId;
    this.roleId = role?.id ?? null;
    return before === this.roleId
      ? undefined
      : this.event('project_member.role_changed', { role_id: [before, this.roleId] });
  }

  removed(): DomainEvent {
    return this.event('project_member.removed', { role_id: [this.roleId, null] });
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const { projectId, userId, roleId } = this;
    const data = { project_id: projectId, user_id: userId, role_id: roleId };
    return { type, subject: { type: 'ProjectMember', id: userId }, projectId, data, changes };
  }
}

/** Somebody is in the project already. */
export class AlreadyInProject extends DomainError {
  constructor() {
    super('conflict', 'already_in_project', 'This person is a member of the project already.');
  }
}
