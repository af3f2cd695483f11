import type { DomainEvent } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId, currentScope } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { type OrganizationPolicies, Policies, readPolicies, type StoredPolicies } from '../domain/policies.ts';

interface Stored {
  policies: StoredPolicies;
  version: number;
}

@Injectable()
export class PostgresPolicies extends Policies {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async current(): Promise<OrganizationPolicies> {
    const row = await this.database.row<Stored>(sql`
      select policies from organizations where organization_id = ${currentOrganizationId()}`);
    return readPolicies(row?.policies ?? {});
  }

  async stored(): Promise<Stored> {
    // In a transaction the row is kept from others, so that no change is made on what another has just changed.
    const lock = currentScope()?.transaction ? sql`for update` : sql``;
    const row = await this.database.row<Stored>(sql`
      select policies, version from organizations where organization_id = ${currentOrganizationId()} ${lock}`);
    return row!;
  }

  async save(policies: StoredPolicies, event: DomainEvent): Promise<void> {
    await this.database.rows(sql`
      update organizations set policies = ${JSON.stringify(policies)}::jsonb, version = version + 1
      where organization_id = ${currentOrganizationId()}`);
    this.unitOfWork.raise(event);
  }
}
