import type { Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, type PageRequest } from '#platform/postgres/listing';
import type { AssignmentRecordBody } from './assignment.dto.ts';
import { taskColumns } from './task-listing.ts';

const column = (name: string) => sql.ref(`a.${name}`);
const plain = [
  'id',
  'task_id',
  'user_id',
  'mode',
  'reason',
  'score',
  'factors',
  'assigned_by',
  'assigned_at',
  'ended_at',
];

const listing: Listing = {
  from: sql`assignments a
    join tasks t on t.organization_id = a.organization_id and t.id = a.task_id
    join members m on m.organization_id = a.organization_id and m.user_id = a.user_id`,
  fields: { ...Object.fromEntries(plain.map((name) => [name, column(name)])), name: sql`m.name` },
  order: { assigned_at: { expression: column('assigned_at'), type: 'timestamptz' } },
  defaultOrder: '-assigned_at',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers who had a task when, and why. */
@Injectable()
export class AssignmentReads {
  constructor(private readonly database: Database) {}

  ofTask(actor: Actor, taskId: string, query: PageRequest): Promise<Page<AssignmentRecordBody>> {
    const conditions = [
      sql<boolean>`a.organization_id = ${actor.organizationId} and a.task_id = ${taskId}`,
      permitted(actor, 'view', 'Task', taskColumns),
    ];
    return listPage(this.database, listing, conditions, { ...query, task_id: taskId } as PageRequest);
  }
}
