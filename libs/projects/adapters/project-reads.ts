import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { ProjectBody, ProjectListQuery } from './project.dto.ts';

const column = (name: string) => sql.ref(`p.${name}`);

/** The attributes of a project that permission conditions may name. */
export const projectColumns: Columns = {
  id: { expression: column('id'), type: 'uuid' },
  portfolioId: { expression: column('portfolio_id'), type: 'uuid' },
  leadId: { expression: column('lead_id'), type: 'uuid' },
  status: { expression: column('status'), type: 'text' },
  health: { expression: column('health'), type: 'text' },
  priority: { expression: column('priority'), type: 'text' },
};

const plain = [
  'id', 'key', 'title', 'description', 'status', 'priority', 'health', 'health_reason', 'lead_id', 'portfolio_id',
  'start_date', 'due_date', 'custom_fields', 'creator_id', 'external_source', 'external_id', 'version', 'created_at',
  'updated_at',
]; // prettier-ignore

const openTasks = sql`(c.tasks_total - c.tasks_done)`;

/** Projects as lists show them. */
export const projectListing: Listing = {
  from: sql`projects p join project_counters c on c.organization_id = p.organization_id and c.project_id = p.id`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    is_archived: sql`p.archived_at is not null`,
    tasks_total: sql`c.tasks_total`,
    tasks_done: sql`c.tasks_done`,
    progress: sql`case when c.tasks_total = 0 then 0 else round(100.0 * c.tasks_done / c.tasks_total) end`,
  },
  expand: {
    lead: sql`(select jsonb_build_object('id', m.user_id, 'name', m.name) from members m
      where m.organization_id = p.organization_id and m.user_id = p.lead_id)`,
    portfolio: sql`(select jsonb_build_object('id', f.id, 'name', f.name) from portfolios f
      where f.organization_id = p.organization_id and f.id = p.portfolio_id)`,
  },
  order: {
    title: { expression: column('title'), type: 'text' },
    key: { expression: column('key'), type: 'text' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
    updated_at: { expression: column('updated_at'), type: 'timestamptz' },
    due_date: { expression: column('due_date'), type: 'date' },
    open_tasks: { expression: openTasks, type: 'numeric' },
  },
  defaultOrder: 'title',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers questions about projects, each in one statement, as far as the actor may see. */
@Injectable()
export class ProjectReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, filter: ProjectListQuery) {
    const conditions = [...this.visibleTo(actor), ...filterConditions(filter)];
    return listPage<ProjectBody>(this.database, projectListing, conditions, filter);
  }

  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<ProjectBody> {
    const conditions = [...this.visibleTo(actor), sql<boolean>`p.id = ${id}`];
    const found = await showOne<ProjectBody>(this.database, projectListing, conditions, shown);
    if (!found) throw new NotFound('project', id);
    return found;
  }

  private visibleTo(actor: Actor): RawBuilder<boolean>[] {
    return [
      sql<boolean>`p.organization_id = ${actor.organizationId}`,
      permitted(actor, 'view', 'Project', projectColumns),
    ];
  }
}

function filterConditions({ status, portfolio_id, lead_id, key, archived = 'false', q }: ProjectListQuery) {
  const conditions: RawBuilder<boolean>[] = [];
  if (status) conditions.push(sql`p.status = any(${status.split(',')}::text[])`);
  if (key) conditions.push(sql`p.key = any(${key.split(',')}::text[])`);
  if (portfolio_id) conditions.push(sql`p.portfolio_id = ${portfolio_id}::uuid`);
  if (lead_id) conditions.push(sql`p.lead_id = ${lead_id}::uuid`);
  if (archived !== 'all') conditions.push(sql`(p.archived_at is not null) = ${archived === 'true'}::boolean`);
  if (q) conditions.push(sql`(p.title ilike ${`%${q}%`} or p.key ilike ${`%${q}%`})`);
  return conditions;
}
