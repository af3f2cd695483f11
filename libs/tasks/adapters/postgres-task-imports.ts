import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import type { ImportSettings } from '../domain/import-mapping.ts';
import { type ImportCounts, TaskImport } from '../domain/task-import.ts';
import { type RowOutcome, type StagedRow, TaskImports } from '../domain/task-imports.ts';

interface Row {
  id: string;
  project_id: string;
  started_by: string;
  source: string;
  status: TaskImport['status'];
  columns: string[];
  settings: ImportSettings;
}

@Injectable()
export class PostgresTaskImports extends TaskImports {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<TaskImport> {
    const row = await this.database.row<Row>(sql`
      select * from imports where organization_id = ${currentOrganizationId()} and id = ${id} for update`);
    if (!row) throw new NotFound('import', id);
    const { project_id, started_by, source, status, columns, settings } = row;
    return new TaskImport(id, project_id, started_by, source, status, columns, settings);
  }

  async save(taskImport: TaskImport, ...events: DomainEvent[]): Promise<void> {
    const { id, projectId, startedBy, source, status, columns, settings } = taskImport;
    const finished = status === 'completed' || status === 'cancelled';
    await this.database.rows(sql`
      insert into imports (organization_id, id, project_id, started_by, source, status, columns, settings)
      values (${currentOrganizationId()}, ${id}, ${projectId}, ${startedBy}, ${source}, ${status}, ${columns},
              ${JSON.stringify(settings)}::jsonb)
      on conflict (organization_id, id) do update set status = excluded.status, settings = excluded.settings,
        columns = excluded.columns, version = imports.version + 1,
        finished_at = case when ${finished}::boolean then now() end`);
    this.unitOfWork.raise(...events);
  }

  async stage(importId: string, rows: readonly StagedRow[]): Promise<void> {
    const staged = rows.map(({ number, line, data, errors = [] }) => ({
      number,
      line,
      data,
      errors,
      status: errors.length > 0 ? 'invalid' : 'pending',
    }));
    await this.database.rows(sql`
      insert into import_rows (organization_id, import_id, number, line, data, errors, status)
      select ${currentOrganizationId()}, ${importId}, number, line, data, errors, status
      from jsonb_to_recordset(${JSON.stringify(staged)}::jsonb)
        as r(number int, line int, data jsonb, errors jsonb, status text)`);
  }

  pending(importId: string, after: number, limit: number): Promise<StagedRow[]> {
    return this.database.rows<StagedRow>(sql`
      select number, line, data from import_rows
      where organization_id = ${currentOrganizationId()} and import_id = ${importId} and status = 'pending'
        and number > ${after} order by number limit ${limit}`);
  }

  async reset(importId: string): Promise<void> {
    await this.database.rows(sql`
      update import_rows set status = 'pending', errors = '[]'
      where organization_id = ${currentOrganizationId()} and import_id = ${importId}
        and status in ('invalid', 'failed') and data <> '{}'`);
  }

  async settle(importId: string, outcomes: readonly RowOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    await this.database.rows(sql`
      update import_rows r set status = o.status, errors = coalesce(o.errors, '[]'), task_id = o."taskId"
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
        as o(number int, status text, errors jsonb, "taskId" uuid)
      where r.organization_id = ${currentOrganizationId()} and r.import_id = ${importId} and r.number = o.number`);
  }

  async isKnown(source: string, externalId: string): Promise<boolean> {
    const row = await this.database.row(sql`
      select 1 from tasks where organization_id = ${currentOrganizationId()}
        and external_source = ${source} and external_id = ${externalId}`);
    return row !== undefined;
  }

  async counts(importId: string): Promise<ImportCounts> {
    const rows = await this.database.rows<{ status: keyof ImportCounts; rows: number }>(sql`
      select status, count(*) as rows from import_rows
      where organization_id = ${currentOrganizationId()} and import_id = ${importId} group by status`);
    const counts: ImportCounts = { pending: 0, invalid: 0, created: 0, updated: 0, failed: 0 };
    for (const { status, rows: count } of rows) counts[status] = count;
    return counts;
  }
}
