import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { ImportBody, ImportRowBody, ImportRowsQuery } from './import.dto.ts';

const FIRST_ROWS = 20;

const row = sql`jsonb_build_object('number', r.number, 'line', r.line, 'status', r.status, 'errors', r.errors,
  'data', r.data, 'task_id', r.task_id)`;
const rowsOf = (condition: ReturnType<typeof sql>) => sql`(
  select coalesce(jsonb_agg(f.row order by f.number), '[]') from (
    select ${row} as row, r.number from import_rows r
    where r.organization_id = i.organization_id and r.import_id = i.id and ${condition}
    order by r.number limit ${sql.lit(FIRST_ROWS)}) f)`;

const imports: Listing = {
  from: sql`imports i`,
  fields: {
    id: sql`i.id`,
    project_id: sql`i.project_id`,
    source: sql`i.source`,
    status: sql`i.status`,
    columns: sql`i.columns`,
    settings: sql`jsonb_build_object('mapping', i.settings->'mapping', 'hours_per_point', i.settings->'hoursPerPoint',
      'skills_from', i.settings->'skillsFrom', 'skill_rules', i.settings->'skillRules')`,
    counts: sql`(select jsonb_build_object('pending', count(*) filter (where r.status = 'pending'),
        'invalid', count(*) filter (where r.status = 'invalid'), 'created', count(*) filter (where r.status = 'created'),
        'updated', count(*) filter (where r.status = 'updated'), 'failed', count(*) filter (where r.status = 'failed'))
      from import_rows r where r.organization_id = i.organization_id and r.import_id = i.id)`,
    preview: rowsOf(sql`true`),
    errors: rowsOf(sql`r.status in ('invalid', 'failed')`),
    version: sql`i.version`,
    created_at: sql`i.created_at`,
    finished_at: sql`i.finished_at`,
  },
  order: { created_at: { expression: sql`i.created_at`, type: 'timestamptz' } },
  defaultOrder: '-created_at',
  unique: { expression: sql`i.id`, type: 'uuid' },
};

const rows: Listing = {
  from: sql`import_rows r`,
  fields: Object.fromEntries(
    ['number', 'line', 'status', 'errors', 'data', 'task_id'].map((name) => [name, sql.ref(`r.${name}`)]),
  ),
  order: { number: { expression: sql`r.number`, type: 'numeric' } },
  defaultOrder: 'number',
  unique: { expression: sql`r.number`, type: 'numeric' },
};

/** Answers questions about imports; whoever may create tasks in the project may look. */
@Injectable()
export class ImportReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, projectId: string, page: PageRequest) {
    actor.authorize('create', { subjectType: 'Task', projectId } as never);
    const mine = sql<boolean>`i.organization_id = ${actor.organizationId} and i.project_id = ${projectId}`;
    return listPage<ImportBody>(this.database, imports, [mine], page);
  }

  async one(actor: Actor, id: string): Promise<ImportBody> {
    const mine = sql<boolean>`i.organization_id = ${actor.organizationId} and i.id = ${id}`;
    const found = await showOne<ImportBody>(this.database, imports, [mine]);
    const visible = found && actor.may('create', { subjectType: 'Task', projectId: found.project_id } as never);
    if (!visible) throw new NotFound('import', id);
    return found;
  }

  async rows(actor: Actor, id: string, query: ImportRowsQuery) {
    await this.one(actor, id);
    const conditions = [sql<boolean>`r.organization_id = ${actor.organizationId} and r.import_id = ${id}`];
    if (query.status) conditions.push(sql<boolean>`r.status = any(${query.status.split(',')}::text[])`);
    return listPage<ImportRowBody>(this.database, rows, conditions, query);
  }
}
