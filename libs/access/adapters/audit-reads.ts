import { Readable } from 'node:stream';
import type { Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page } from '#platform/postgres/listing';
import { within } from '#platform/postgres/scope';
import type { AuditEntryBody, AuditFilter } from './audit.dto.ts';
import { asCsv, asJson } from './audit-export.ts';
import { escapedLike } from './member-reads.ts';

const column = (name: string) => sql.ref(`a.${name}`);
const plain = [
  'position', 'occurred_at', 'action', 'subject_type', 'subject_id', 'project_id', 'changes', 'ip', 'user_agent',
  'request_id',
]; // prettier-ignore

/** The attributes of an audit entry that permission conditions may name. */
export const auditColumns: Columns = {
  projectId: { expression: column('project_id'), type: 'uuid' },
  action: { expression: column('action'), type: 'text' },
};

const listing: Listing = {
  from: sql`audit_entries a`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    actor: sql`case when a.actor_id is not null then jsonb_build_object('id', a.actor_id, 'name', (
      select m.name from members m where m.organization_id = a.organization_id and m.user_id = a.actor_id)) end`,
  },
  order: { position: { expression: column('position'), type: 'bigint' } },
  defaultOrder: '-position',
  unique: { expression: column('position'), type: 'bigint' },
};

const EXPORT_PAGE = 1_000;

/** Answers what was done in the organization, as far as the actor may read the log. */
@Injectable()
export class AuditReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, filter: AuditFilter): Promise<Page<AuditEntryBody>> {
    return listPage(this.database, listing, conditionsOf(actor, 'view', filter), filter);
  }

  /** All entries as text, read page by page while it is sent, so that memory does not grow with the log. */
  export(actor: Actor, format: 'csv' | 'json', filter: AuditFilter): Readable {
    const conditions = [...conditionsOf(actor, 'view', filter), permitted(actor, 'export', 'AuditEntry', auditColumns)];
    const pages = this.pages(actor, conditions);
    return Readable.from(format === 'csv' ? asCsv(pages) : asJson(pages));
  }

  private async *pages(actor: Actor, conditions: RawBuilder<boolean>[]): AsyncGenerator<AuditEntryBody[]> {
    let cursor: string | undefined;
    do {
      const request = { order_by: 'position', limit: EXPORT_PAGE, cursor };
      // The stream is read after the request's own scope has ended.
      const page: Page<AuditEntryBody> = await within({ organizationId: actor.organizationId, actor }, () =>
        listPage<AuditEntryBody>(this.database, listing, conditions, request),
      );
      yield page.data;
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
  }
}

function conditionsOf(actor: Actor, action: string, filter: AuditFilter): RawBuilder<boolean>[] {
  const conditions = [
    sql<boolean>`a.organization_id = ${actor.organizationId}`,
    permitted(actor, action, 'AuditEntry', auditColumns),
  ];
  const { actor_id, subject_type, subject_id, project_id, since, until, q, request_id } = filter;
  if (actor_id) conditions.push(sql`a.actor_id = ${actor_id}::uuid`);
  if (filter.action) conditions.push(actionCondition(filter.action));
  if (subject_type) conditions.push(sql`a.subject_type = ${subject_type}`);
  if (subject_id) conditions.push(sql`a.subject_id = ${subject_id}`);
  if (project_id) conditions.push(sql`a.project_id = ${project_id}::uuid`);
  if (since) conditions.push(sql`a.occurred_at >= ${since}::timestamptz`);
  if (until) conditions.push(sql`a.occurred_at < ${until}::timestamptz`);
  if (q) conditions.push(sql`a.changes::text ilike ${`%${escapedLike(q)}%`}`);
  if (request_id) conditions.push(sql`a.request_id = ${request_id}`);
  return conditions;
}

function actionCondition(action: string): RawBuilder<boolean> {
  if (!action.endsWith('.*')) return sql`a.action = ${action}`;
  return sql`starts_with(a.action, ${action.slice(0, -1)})`;
}
