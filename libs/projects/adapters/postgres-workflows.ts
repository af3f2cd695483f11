import { DomainError, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { type TaskPlace, Workflows } from '../application/workflows.ts';
import { type Status, Workflow } from '../domain/workflow.ts';

const statusesOf = (projectId: unknown) => sql`(
  select jsonb_agg(jsonb_build_object('key', key, 'name', name, 'category', category, 'place', place,
    'transitions', transitions, 'requiredFields', required_fields, 'wipLimit', wip_limit))
  from statuses s where s.organization_id = ${currentOrganizationId()} and s.project_id = ${projectId})`;

@Injectable()
export class PostgresWorkflows extends Workflows {
  constructor(private readonly database: Database) {
    super();
  }

  async of(projectId: string): Promise<Workflow> {
    const row = await this.database.row<{ statuses: Status[] | null }>(
      sql`select ${statusesOf(projectId)} as statuses`,
    );
    if (!row?.statuses) throw new NotFound('project', projectId);
    return new Workflow(row.statuses);
  }

  async takeNumber(projectId: string): Promise<TaskPlace> {
    const row = await this.database.row<{ number: number; key: string; archived: boolean; statuses: Status[] }>(sql`
      update project_counters c set last_number = last_number + 1, tasks_total = tasks_total + 1
      from projects p
      where c.organization_id = ${currentOrganizationId()} and c.project_id = ${projectId}
        and p.organization_id = c.organization_id and p.id = c.project_id
      returning c.last_number as number, p.key, p.archived_at is not null as archived,
        ${statusesOf(projectId)} as statuses`);
    if (!row) throw new NotFound('project', projectId);
    if (row.archived) {
      throw new DomainError('conflict', 'project_archived', `The project ${row.key} is archived. Restore it first.`);
    }
    return { projectKey: row.key, number: row.number, workflow: new Workflow(row.statuses) };
  }

  async inUse(projectId: string, keys: readonly string[]): Promise<string[]> {
    const rows = await this.database.rows<{ status: string }>(sql`
      select distinct t.status from tasks t
      where t.organization_id = ${currentOrganizationId()} and t.project_id = ${projectId}
        and t.status = any(${keys}::text[])`);
    return rows.map(({ status }) => status);
  }

  async replace(projectId: string, { statuses }: Workflow): Promise<void> {
    const organizationId = currentOrganizationId();
    const keys = statuses.map(({ key }) => key);
    await this.database.rows(sql`
      delete from statuses
      where organization_id = ${organizationId} and project_id = ${projectId} and not key = any(${keys}::text[])`);
    await this.database.rows(sql`
      insert into statuses (organization_id, project_id, key, name, category, place, transitions, required_fields, wip_limit)
      select ${organizationId}, ${projectId}, key, name, category, place, transitions, "requiredFields", "wipLimit"
      from jsonb_to_recordset(${JSON.stringify(statuses)}::jsonb) as s(key text, name text, category text, place int,
        transitions text[], "requiredFields" text[], "wipLimit" int)
      on conflict (organization_id, project_id, key) do update set name = excluded.name, category = excluded.category,
        place = excluded.place, transitions = excluded.transitions, required_fields = excluded.required_fields,
        wip_limit = excluded.wip_limit, version = statuses.version + 1`);
    await this.database.rows(sql`
      with moved as (
        update tasks t set status_category = s.category, version = t.version + 1
        from statuses s
        where t.organization_id = ${organizationId} and t.project_id = ${projectId}
          and s.organization_id = t.organization_id and s.project_id = t.project_id and s.key = t.status
          and s.category <> t.status_category returning 1)
      update project_counters c set tasks_done = (
        select count(*) from tasks t join statuses s
          on s.organization_id = t.organization_id and s.project_id = t.project_id and s.key = t.status
        where t.organization_id = ${organizationId} and t.project_id = ${projectId} and s.category = 'done')
      where c.organization_id = ${organizationId} and c.project_id = ${projectId} and exists (select from moved)`);
  }
}
