import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Member } from '../domain/member.ts';
import { Members } from '../domain/members.ts';
import { EntityStore } from './entity-store.ts';

@Injectable()
export class PostgresMembers extends Members {
  private readonly store: EntityStore<Member>;

  constructor(
    unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
    this.store = new EntityStore(unitOfWork, Member);
  }

  async get(userId: string): Promise<Member> {
    const found = await this.find(userId);
    if (!found) throw new NotFound('member', userId);
    return found;
  }

  find(userId: string): Promise<Member | undefined> {
    return this.store.find({ organizationId: currentOrganizationId(), userId });
  }

  async owners(): Promise<string[]> {
    const rows = await this.database.rows<{ user_id: string }>(sql`
      select m.user_id from members m
      join roles r on r.organization_id = m.organization_id and r.id = m.role_id
      where m.organization_id = ${currentOrganizationId()} and m.status = 'active' and r.built_in and r.key = 'owner'
      order by m.user_id for update of m`);
    return rows.map(({ user_id }) => user_id);
  }

  async withEmail(email: string): Promise<Member | undefined> {
    const row = await this.database.row<{ user_id: string }>(sql`
      select user_id from members
      where organization_id = ${currentOrganizationId()} and lower(email) = lower(${email}::text)`);
    return row && this.find(row.user_id);
  }

  save(_member: Member, ...events: DomainEvent[]): Promise<void> {
    return this.store.save(events);
  }
}
