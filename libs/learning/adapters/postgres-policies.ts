import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { type OrganizationPolicies, Policies, readPolicies, type StoredPolicies } from '../domain/policies.ts';

@Injectable()
export class PostgresPolicies extends Policies {
  constructor(private readonly database: Database) {
    super();
  }

  async current(): Promise<OrganizationPolicies> {
    const row = await this.database.row<{ policies: StoredPolicies }>(sql`
      select policies from organizations where organization_id = ${currentOrganizationId()}`);
    return readPolicies(row?.policies ?? {});
  }
}
