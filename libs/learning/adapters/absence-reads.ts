import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, showOne } from '#platform/postgres/listing';
import type { AbsenceBody, AbsenceListQuery } from './profile.dto.ts';
import { authorizeReading, boundTo } from './profile-reads.ts';

const column = (name: string) => sql.ref(`a.${name}`);
const plain = ['id', 'user_id', 'starts_on', 'ends_on', 'kind', 'note', 'version', 'created_at'];

const listing: Listing = {
  from: sql`absences a`,
  fields: Object.fromEntries(plain.map((name) => [name, column(name)])),
  order: {
    starts_on: { expression: column('starts_on'), type: 'date' },
    ends_on: { expression: column('ends_on'), type: 'date' },
  },
  defaultOrder: 'starts_on',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers when somebody is away. */
@Injectable()
export class AbsenceReads {
  constructor(private readonly database: Database) {}

  async list(actor: Actor, userId: string, query: AbsenceListQuery): Promise<Page<AbsenceBody>> {
    const { from, to } = query;
    const conditions = await this.of(actor, userId);
    if (from) conditions.push(sql`a.ends_on >= ${from}::date`);
    if (to) conditions.push(sql`a.starts_on <= ${to}::date`);
    return listPage(this.database, listing, conditions, boundTo(userId, query));
  }

  async one(actor: Actor, userId: string, id: string): Promise<AbsenceBody> {
    const conditions = [...(await this.of(actor, userId)), sql<boolean>`a.id = ${id}`];
    const found = await showOne<AbsenceBody>(this.database, listing, conditions);
    if (!found) throw new NotFound('absence', id);
    return found;
  }

  private async of(actor: Actor, userId: string): Promise<RawBuilder<boolean>[]> {
    await authorizeReading(this.database, actor, 'Absence', userId);
    return [sql<boolean>`a.organization_id = ${actor.organizationId} and a.user_id = ${userId}`];
  }
}
