import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { View, type ViewDetails } from '../domain/view.ts';
import { Views } from '../domain/views.ts';

interface Row extends ViewDetails {
  id: string;
  projectId: string;
  authorId: string;
  version: number;
}

@Injectable()
export class PostgresViews extends Views {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<View> {
    const row = await this.database.row<Row>(sql`
      select id, project_id as "projectId", author_id as "authorId", name, kind, filter, order_by as "orderBy",
        swimlane, is_shared as "isShared", version
      from views where organization_id = ${currentOrganizationId()} and id = ${id} for update`);
    if (!row) throw new NotFound('view', id);
    return new View(row.id, row.projectId, row.authorId, row, row.version);
  }

  async save(view: View, ...events: DomainEvent[]): Promise<void> {
    const { id, projectId, authorId, name, kind, orderBy, swimlane, isShared } = view;
    const filter = JSON.stringify(view.filter);
    await this.database.rows(sql`
      insert into views (organization_id, id, project_id, author_id, name, kind, filter, order_by, swimlane, is_shared)
      values (${currentOrganizationId()}, ${id}, ${projectId}, ${authorId}, ${name}, ${kind}, ${filter}, ${orderBy},
        ${swimlane}, ${isShared})
      on conflict (organization_id, id) do update set name = excluded.name, kind = excluded.kind,
        filter = excluded.filter, order_by = excluded.order_by, swimlane = excluded.swimlane,
        is_shared = excluded.is_shared, version = views.version + 1, updated_at = now()`);
    this.unitOfWork.raise(...events);
  }

  async remove(view: View, ...events: DomainEvent[]): Promise<void> {
    await this.database.rows(sql`
      delete from views where organization_id = ${currentOrganizationId()} and id = ${view.id}`);
    this.unitOfWork.raise(...events);
  }
}
