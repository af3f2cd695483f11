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
}
