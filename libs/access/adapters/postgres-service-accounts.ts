import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { ServiceAccount, ServiceAccounts } from '../domain/service-account.ts';

@Injectable()
export class PostgresServiceAccounts extends ServiceAccounts {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async get(id: string): Promise<ServiceAccount> {
    const organizationId = currentOrganizationId();
    const row = await this.database.row<{ name: string; role_id: string }>(sql`
      select name, role_id from members
      where organization_id = ${organizationId} and user_id = ${id} and kind = 'service' and status = 'active'`);
    if (!row) throw new NotFound('service account', id);
    return new ServiceAccount(organizationId, id, row.name, row.role_id);
  }

  /** Of accounts, the tenant's role may add programs, and nothing else. */
  async add(account: ServiceAccount, ...events: DomainEvent[]): Promise<void> {
    const { organizationId, id, email, name, roleId } = account;
    await this.database.rows(sql`
      insert into accounts (id, kind, email, name) values (${id}, 'service', ${email}, ${name})`);
    await this.database.rows(sql`
      insert into members (organization_id, user_id, kind, email, name, role_id)
      values (${organizationId}, ${id}, 'service', ${email}, ${name}, ${roleId})`);
    this.unitOfWork.raise(...events);
  }
}
