import { changesBetween, DomainError, type DomainEvent, type Subject } from '#kernel/index';
import { checkTimeZone } from './organization.ts';
import type { Role } from './role.ts';

/** What may be set about a member apart from role and status. */
export interface MemberDetails {
  weeklyHours: number;
  timeZone: string | null;
}

/** A person in an organization. */
export class Member implements MemberDetails, Subject {
  readonly organizationId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  roleId: string;
  status: 'active' | 'deactivated';
  weeklyHours: number;
  timeZone: string | null;
  version: number;

  get subjectType(): string {
    return 'Member';
  }

  /** Members are known by their user's id. */
  get id(): string {
    return this.userId;
  }

  get isActive(): boolean {
    return this.status === 'active';
  }

  edit(details: Partial<MemberDetails>): DomainEvent | undefined {
    if (details.timeZone) checkTimeZone(details.timeZone);
    const before = this.facts();
    Object.assign(this, details);
    const changes = changesBetween(before, this.facts());
    return Object.keys(changes).length === 0 ? undefined : this.event('member.updated', changes);
  }

  changeRole(from: Role, to: Role): DomainEvent | undefined {
    if (to.id === this.roleId) return undefined;
    to.mustSuitOrganization();
    this.roleId = to.id;
    return this.event('member.role_changed', { role_id: [from.id, to.id], role: [from.name, to.name] });
  }

  deactivate(): DomainEvent | undefined {
    if (!this.isActive) return undefined;
    this.status = 'deactivated';
    return this.event('member.deactivated', { status: ['active', 'deactivated'] });
  }

  reactivate(): DomainEvent | undefined {
    if (this.isActive) return undefined;
    this.status = 'active';
    return this.event('member.reactivated', { status: ['deactivated', 'active'] });
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const data = { user_id: this.userId, name: this.name, role_id: this.roleId, status: this.status };
    return { type, subject: { type: 'Member', id: this.userId }, data, changes };
  }

  private facts() {
    return { weekly_hours: this.weeklyHours, time_zone: this.timeZone };
  }
}

/** An organization always has somebody who may do everything. */
export class LastOwner extends DomainError {
  constructor() {
    super('conflict', 'last_owner', 'The last owner stays. Make somebody else an owner first.');
  }
}

/** Only owners decide who is an owner. */
export class OwnersOnly extends DomainError {
  constructor() {
    super('forbidden', 'owner_required', 'Only an owner may do this to an owner, or make one.');
  }
}
