import type { Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { taskColumns } from './task-listing.ts';
import type { NextTaskBody } from './workload.dto.ts';

/** Answers what is queued for a person. */
@Injectable()
export class NextTaskReads {
  constructor(private readonly database: Database) {}

  /** At most one. */
  of(actor: Actor, userId: string): Promise<NextTaskBody[]> {
    return this.database.rows<NextTaskBody>(sql`
      select t.id as task_id, t.key as task_key, t.title as task_title, q.score as recommendation_score, q.queued_at
      from queued_tasks q join tasks t on t.organization_id = q.organization_id and t.id = q.task_id
      where q.organization_id = ${actor.organizationId} and q.user_id = ${userId} and t.assignee_ids = '{}'
        and t.status_category in ('backlog', 'todo') and ${permitted(actor, 'view', 'Task', taskColumns)}`);
  }
}
