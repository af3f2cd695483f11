import type { DomainEvent, Subject } from '#kernel/index';

/** A member that is a program: it has a role and tokens, but nobody signs in as it. */
export class ServiceAccount implements Subject {
  constructor(
    readonly organizationId: string,
    readonly id: string,
    readonly name: string,
    readonly roleId: string,
  ) {}

  get subjectType(): string {
    return 'Member';
  }

  /** Addresses are unique and nobody can ever get mail here (RFC 2606 §2). */
  get email(): string {
    return `${this.id}@service.invalid`;
  }

  created(): DomainEvent {
    const { id, name, roleId } = this;
    return {
      type: 'member.joined',
      subject: { type: 'Member', id },
      data: { user_id: id, name, kind: 'service', role_id: roleId },
      changes: { name: [null, name], kind: [null, 'service'], role_id: [null, roleId] },
    };
  }
}

/** Where the service accounts of the organization at hand live. */
export abstract class ServiceAccounts {
  abstract get(id: string): Promise<ServiceAccount>;
  abstract add(account: ServiceAccount, ...events: DomainEvent[]): Promise<void>;
}
