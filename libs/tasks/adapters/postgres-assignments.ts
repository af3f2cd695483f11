import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId, currentScope } from '#platform/postgres/scope';
import { type AssignmentChange, Assignments } from '../domain/assignments.ts';

@Injectable()
export class PostgresAssignments extends Assignments {
  constructor(private readonly database: Database) {
    super();
  }

  async record({ taskId, added, removed }: AssignmentChange): Promise<void> {
    const organizationId = currentOrganizationId();
    const rows = added.map(({ userId, ...record }) => ({ user_id: userId, ...record }));
    await this.database.rows(sql`
      with ended as (
        update assignments set ended_at = now() where organization_id = ${organizationId} and task_id = ${taskId}
          and user_id = any(${[...removed]}::uuid[]) and ended_at is null
      ), unqueued as (
        delete from queued_tasks where organization_id = ${organizationId} and task_id = ${taskId}
      )
      insert into assignments (organization_id, id, task_id, user_id, score, factors, mode, reason, assigned_by)
      select ${organizationId}, a.id, ${taskId}, a.user_id, a.score, a.factors, a.mode, a.reason,
        ${currentScope()?.actor?.userId ?? null}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as a(id uuid, user_id uuid, score numeric, factors jsonb, mode text, reason text)
      join members m on m.organization_id = ${organizationId} and m.user_id = a.user_id
      on conflict do nothing`);
  }

  async openOf(taskId: string, userId: string): Promise<string | undefined> {
    const row = await this.database.row<{ id: string }>(sql`
      select id from assignments where organization_id = ${currentOrganizationId()} and task_id = ${taskId}
        and user_id = ${userId} and ended_at is null`);
    return row?.id;
  }
}
