import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { MilestoneBody, MilestoneListQuery } from './milestone.dto.ts';

const column = (name: string) => sql.ref(`m.${name}`);

const columns: Columns = {
  id: { expression: column('id'), type: 'uuid' },
  projectId: { expression: column('project_id'), type: 'uuid' },
};

const plain = [
  'id', 'project_id', 'title', 'description', 'start_date', 'due_date', 'expected_hours', 'tasks_total', 'tasks_done',
  'completed_at', 'version', 'created_at', 'updated_at',
]; // prettier-ignore

const isMissed = sql<boolean>`(m.completed_at is null and coalesce(m.due_date < current_date, false))`;

const listing: Listing = {
  from: sql`milestones m`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    is_completed: sql`m.completed_at is not null`,
    is_missed: isMissed,
    progress: sql`case when m.completed_at is not null then 100 when m.tasks_total = 0 then 0
      else round(100.0 * m.tasks_done / m.tasks_total) end`,
  },
  order: {
    due_date: { expression: column('due_date'), type: 'date' },
    title: { expression: column('title'), type: 'text' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
  },
  defaultOrder: 'due_date',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers questions about milestones, as far as the actor may see. */
@Injectable()
export class MilestoneReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: MilestoneListQuery & { project_id?: string }) {
    const { project_id, is_completed, is_missed, q } = query;
    const conditions = this.visibleTo(actor);
    if (project_id) conditions.push(sql`m.project_id = ${project_id}::uuid`);
    if (is_completed !== undefined) conditions.push(sql`(m.completed_at is not null) = ${is_completed}::boolean`);
    if (is_missed !== undefined) conditions.push(sql`${isMissed} = ${is_missed}::boolean`);
    if (q) conditions.push(sql`m.title ilike ${`%${q}%`}`);
    return listPage<MilestoneBody>(this.database, listing, conditions, query);
  }

  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<MilestoneBody> {
    const conditions = [...this.visibleTo(actor), sql<boolean>`m.id = ${id}`];
    const found = await showOne<MilestoneBody>(this.database, listing, conditions, shown);
    if (!found) throw new NotFound('milestone', id);
    return found;
  }

  private visibleTo(actor: Actor): RawBuilder<boolean>[] {
    return [sql<boolean>`m.organization_id = ${actor.organizationId}`, permitted(actor, 'view', 'Milestone', columns)];
  }
}
