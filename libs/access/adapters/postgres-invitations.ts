import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Invitation } from '../domain/invitation.ts';
import { Invitations } from '../domain/invitations.ts';
import { EntityStore } from './entity-store.ts';

@Injectable()
export class PostgresInvitations extends Invitations {
  private readonly store: EntityStore<Invitation>;

  constructor(unitOfWork: UnitOfWork) {
    super();
    this.store = new EntityStore(unitOfWork, Invitation);
  }

  async get(id: string): Promise<Invitation> {
    const found = await this.store.find({ organizationId: currentOrganizationId(), id });
    if (!found) throw new NotFound('invitation', id);
    return found;
  }

  openFor(email: string, at: Temporal.Instant): Promise<Invitation | undefined> {
    return this.store.find({
      organizationId: currentOrganizationId(),
      email: email.toLowerCase(),
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { $gt: at },
    });
  }

  add(invitation: Invitation, ...events: DomainEvent[]): Promise<void> {
    return this.store.add(invitation, events);
  }

  save(_invitation: Invitation, ...events: DomainEvent[]): Promise<void> {
    return this.store.save(events);
  }
}
