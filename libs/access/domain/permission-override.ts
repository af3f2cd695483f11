import { changesBetween, type Conditions, DomainError, type DomainEvent, type Permission } from '#kernel/index';
import type { Scope } from './grants.ts';

/** One decision about one person, nearer than any role. */
export interface Decision {
  permission: Permission;
  effect: 'allow' | 'deny';
  conditions: Conditions | null;
  fields: readonly string[] | null;
}

/** Where a decision holds. */
export interface Place {
  scopeType: Scope['level'];
  scopeId: string;
  /** The project that it is, or that the task belongs to; null for organization and portfolio. */
  projectId: string | null;
}

/** A permission given to or taken from one member in one place. */
export class PermissionOverride implements Decision {
  readonly organizationId: string;
  readonly id: string;
  readonly userId: string;
  readonly scopeType: Place['scopeType'];
  readonly scopeId: string;
  readonly createdBy: string | null;
  permission: Permission;
  effect: Decision['effect'];
  conditions: Decision['conditions'];
  fields: Decision['fields'];
  version: number;
  createdAt: Temporal.Instant;

  constructor(
    identity: { organizationId: string; id: string; userId: string; createdBy: string },
    { scopeType, scopeId }: Place,
    { permission, effect, conditions, fields }: Decision,
    at: Temporal.Instant,
  ) {
    this.organizationId = identity.organizationId;
    this.id = identity.id;
    this.userId = identity.userId;
    this.createdBy = identity.createdBy;
    this.scopeType = scopeType;
    this.scopeId = scopeId;
    this.permission = permission;
    this.effect = effect;
    this.conditions = conditions;
    this.fields = fields;
    this.version = 1;
    this.createdAt = at;
  }

  created(projectId: string | null): DomainEvent {
    return this.event('permission_override.created', projectId, changesBetween({}, this.facts()));
  }

  change({ permission, effect, conditions, fields }: Decision): DomainEvent | undefined {
    const before = this.facts();
    Object.assign(this, { permission, effect, conditions, fields });
    const changes = changesBetween(before, this.facts());
    return Object.keys(changes).length === 0 ? undefined : this.event('permission_override.changed', null, changes);
  }

  removed(projectId: string | null): DomainEvent {
    const nothing = { permission: null, effect: null, conditions: null, fields: null };
    return this.event('permission_override.removed', projectId, changesBetween(this.facts(), nothing));
  }

  private event(type: string, projectId: string | null, changes: DomainEvent['changes']): DomainEvent {
    const { userId, scopeType, scopeId, permission, effect } = this;
    const data = { user_id: userId, scope_type: scopeType, scope_id: scopeId, permission, effect };
    return { type, subject: { type: 'PermissionOverride', id: this.id }, projectId, data, changes };
  }

  private facts() {
    const { permission, effect, conditions, fields } = this;
    return { permission, effect, conditions, fields };
  }
}

/** Whoever may do everything cannot be kept from anything; a locked-out owner could not let themselves in again. */
export class OwnerNotRestrictable extends DomainError {
  constructor() {
    super('conflict', 'owner_not_restrictable', 'Owners may do everything. Change their role instead.');
  }
}
