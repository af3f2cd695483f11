import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, showOne } from '#platform/postgres/listing';
import { taskColumns } from './task-listing.ts';
import type { TimeEntryListQuery, TimeEntryView } from './time-entry.dto.ts';

const column = (name: string) => sql.ref(`e.${name}`);

const columns: Columns = {
  id: { expression: column('id'), type: 'uuid' },
  projectId: { expression: sql.ref('t.project_id'), type: 'uuid' },
  authorId: { expression: column('user_id'), type: 'uuid' },
};

const names = ['id', 'task_id', 'user_id', 'started_at', 'ended_at', 'hours', 'note', 'version', 'created_at'];

const listing: Listing = {
  from: sql`time_entries e join tasks t on t.organization_id = e.organization_id and t.id = e.task_id`,
  fields: Object.fromEntries(names.map((name) => [name, column(name)])),
  order: {
    started_at: { expression: column('started_at'), type: 'timestamptz' },
    hours: { expression: column('hours'), type: 'numeric' },
  },
  defaultOrder: '-started_at',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers questions about time entries, as far as the actor may see their tasks. */
@Injectable()
export class TimeEntryReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: TimeEntryListQuery): Promise<Page<TimeEntryView>> {
    return listPage(this.database, listing, [...visibleTo(actor), ...filterConditions(query)], query);
  }

  async one(actor: Actor, id: string): Promise<TimeEntryView> {
    const found = await showOne<TimeEntryView>(this.database, listing, [...visibleTo(actor), sql`e.id = ${id}`]);
    if (!found) throw new NotFound('time entry', id);
    return found;
  }
}

function visibleTo(actor: Actor): RawBuilder<boolean>[] {
  return [
    sql`e.organization_id = ${actor.organizationId}`,
    permitted(actor, 'view', 'TimeEntry', columns),
    permitted(actor, 'view', 'Task', taskColumns),
  ];
}

function filterConditions({
  user_id,
  task_id,
  project_id,
  started_after,
  started_before,
  running,
}: TimeEntryListQuery) {
  const conditions: RawBuilder<boolean>[] = [];
  if (user_id) conditions.push(sql`e.user_id = ${user_id}::uuid`);
  if (task_id) conditions.push(sql`e.task_id = ${task_id}::uuid`);
  if (project_id) conditions.push(sql`t.project_id = ${project_id}::uuid`);
  if (started_after) conditions.push(sql`e.started_at >= ${started_after}::timestamptz`);
  if (started_before) conditions.push(sql`e.started_at < ${started_before}::timestamptz`);
  if (running !== undefined) conditions.push(sql`(e.ended_at is null) = ${running}::boolean`);
  return conditions;
}
