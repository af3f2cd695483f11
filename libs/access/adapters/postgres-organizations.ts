import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Organization } from '../domain/organization.ts';
import { Organizations } from '../domain/organizations.ts';
import { EntityStore } from './entity-store.ts';

@Injectable()
export class PostgresOrganizations extends Organizations {
  private readonly store: EntityStore<Organization>;

  constructor(unitOfWork: UnitOfWork) {
    super();
    this.store = new EntityStore(unitOfWork, Organization);
  }

  async current(): Promise<Organization> {
    const id = currentOrganizationId();
    const found = await this.store.find({ id });
    if (!found) throw new NotFound('organization', id);
    return found;
  }

  save(_organization: Organization, ...events: DomainEvent[]): Promise<void> {
    return this.store.save(events);
  }
}
