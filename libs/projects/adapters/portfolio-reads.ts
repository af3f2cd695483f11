import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { PortfolioBody, PortfolioListQuery } from './portfolio.dto.ts';
import { projectColumns } from './project-reads.ts';

const column = (name: string) => sql.ref(`f.${name}`);
const plain = ['id', 'name', 'description', 'kind', 'parent_id', 'version', 'created_at', 'updated_at'];

const listingFor = (actor: Actor): Listing => ({
  from: sql`portfolios f cross join lateral (
    select count(*) as projects, coalesce(sum(c.tasks_total), 0) as total, coalesce(sum(c.tasks_done), 0) as done
    from projects p join project_counters c on c.organization_id = p.organization_id and c.project_id = p.id
    where p.organization_id = f.organization_id and p.portfolio_id = f.id and p.archived_at is null
      and ${permitted(actor, 'view', 'Project', projectColumns)}) s`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    projects: sql`s.projects`,
    progress: sql`case when s.total = 0 then 0 else round(100.0 * s.done / s.total) end`,
  },
  order: {
    name: { expression: column('name'), type: 'text' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
  },
  defaultOrder: 'name',
  unique: { expression: column('id'), type: 'uuid' },
});

/** Answers questions about portfolios. */
@Injectable()
export class PortfolioReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: PortfolioListQuery) {
    const conditions = this.visibleTo(actor);
    if (query.kind) conditions.push(sql`f.kind = ${query.kind}::text`);
    if (query.parent_id) conditions.push(sql`f.parent_id = ${query.parent_id}::uuid`);
    if (query.q) conditions.push(sql`f.name ilike ${`%${query.q}%`}`);
    return listPage<PortfolioBody>(this.database, listingFor(actor), conditions, query);
  }

  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<PortfolioBody> {
    const conditions = [...this.visibleTo(actor), sql<boolean>`f.id = ${id}`];
    const found = await showOne<PortfolioBody>(this.database, listingFor(actor), conditions, shown);
    if (!found) throw new NotFound('portfolio', id);
    return found;
  }

  private visibleTo(actor: Actor): RawBuilder<boolean>[] {
    const columns = { id: { expression: column('id'), type: 'uuid' as const } };
    return [sql`f.organization_id = ${actor.organizationId}`, permitted(actor, 'view', 'Portfolio', columns)];
  }
}
