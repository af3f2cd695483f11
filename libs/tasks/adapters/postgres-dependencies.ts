import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { Dependencies, type Dependency } from '../domain/dependencies.ts';

@Injectable()
export class PostgresDependencies extends Dependencies {
  constructor(private readonly database: Database) {
    super();
  }

  async put({ taskId, dependsOnId, kind, lagHours }: Dependency): Promise<void> {
    await this.database.rows(sql`
      insert into task_dependencies (organization_id, task_id, depends_on_id, kind, lag_hours)
      values (${currentOrganizationId()}, ${taskId}, ${dependsOnId}, ${kind}, ${lagHours})
      on conflict (organization_id, task_id, depends_on_id)
        do update set kind = excluded.kind, lag_hours = excluded.lag_hours`);
  }

  async remove(taskId: string, dependsOnId: string): Promise<boolean> {
    const removed = await this.database.rows(sql`
      delete from task_dependencies
      where organization_id = ${currentOrganizationId()} and task_id = ${taskId} and depends_on_id = ${dependsOnId}
      returning 1`);
    return removed.length > 0;
  }

  async pathBetween(fromId: string, toId: string): Promise<string[] | undefined> {
    const organizationId = currentOrganizationId();
    // Two links that are harmless one by one can close a cycle together, so the graph changes one at a time.
    await this.database.rows(sql`select pg_advisory_xact_lock(hashtext('dependencies'), hashtext(${organizationId}))`);
    const row = await this.database.row<{ path: string[] }>(sql`
      with recursive way as (
        select t.id, array[t.key] as path from tasks t where t.organization_id = ${organizationId} and t.id = ${fromId}
        union all
        select t.id, way.path || t.key from way
        join task_dependencies d on d.organization_id = ${organizationId} and d.task_id = way.id
        join tasks t on t.organization_id = ${organizationId} and t.id = d.depends_on_id
        where not t.key = any(way.path)
      )
      select path from way where id = ${toId} limit 1`);
    return row?.path;
  }
}
