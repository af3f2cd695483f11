import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { Watchers } from '../domain/watchers.ts';

@Injectable()
export class PostgresWatchers extends Watchers {
  constructor(private readonly database: Database) {
    super();
  }

  async set(taskId: string, userId: string, watching: boolean) {
    const organizationId = currentOrganizationId();
    const where = sql`organization_id = ${organizationId} and user_id = ${userId}`;
    if (!(await this.database.row(sql`select 1 from members where ${where}`))) return 'unknown';
    const changed = await this.database.rows(
      watching
        ? sql`insert into task_watchers (organization_id, task_id, user_id)
            values (${organizationId}, ${taskId}, ${userId}) on conflict do nothing returning 1`
        : sql`delete from task_watchers where ${where} and task_id = ${taskId} returning 1`,
    );
    return changed.length > 0 ? 'changed' : 'same';
  }
}
