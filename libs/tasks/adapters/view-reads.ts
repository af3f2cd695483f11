import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, type PageRequest, showOne } from '#platform/postgres/listing';
import { TaskReads, type TaskView } from './task-reads.ts';
import type { ViewBody, ViewListQuery } from './view.dto.ts';

const column = (name: string) => sql.ref(`v.${name}`);

const columns: Columns = {
  id: { expression: column('id'), type: 'uuid' },
  projectId: { expression: column('project_id'), type: 'uuid' },
  authorId: { expression: column('author_id'), type: 'uuid' },
  isShared: { expression: column('is_shared'), type: 'boolean' },
};

const names = [
  'id', 'project_id', 'author_id', 'name', 'kind', 'filter', 'order_by', 'swimlane', 'is_shared', 'version',
  'created_at', 'updated_at',
]; // prettier-ignore

const listing: Listing = {
  from: sql`views v`,
  fields: Object.fromEntries(names.map((name) => [name, column(name)])),
  order: {
    name: { expression: column('name'), type: 'text' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
    updated_at: { expression: column('updated_at'), type: 'timestamptz' },
  },
  defaultOrder: 'name',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers questions about views and runs them, as far as the actor may see. */
@Injectable()
export class ViewReads {
  constructor(
    private readonly database: Database,
    private readonly tasks: TaskReads,
  ) {}

  list(actor: Actor, projectId: string, query: ViewListQuery): Promise<Page<ViewBody>> {
    const { kind, is_shared } = query;
    const conditions = [...visibleTo(actor), sql<boolean>`v.project_id = ${projectId}::uuid`];
    if (kind) conditions.push(sql`v.kind = ${kind}`);
    if (is_shared !== undefined) conditions.push(sql`v.is_shared = ${is_shared}::boolean`);
    return listPage(this.database, listing, conditions, query);
  }

  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<ViewBody> {
    const found = await showOne<ViewBody>(this.database, listing, [...visibleTo(actor), sql`v.id = ${id}`], shown);
    if (!found) throw new NotFound('view', id);
    return found;
  }

  /** The tasks that the view shows to this actor; the page's own order beats the view's. */
  async tasksOf(actor: Actor, id: string, page: PageRequest): Promise<Page<TaskView>> {
    const { filter, project_id, order_by } = await this.one(actor, id);
    return this.tasks.list(actor, { ...page, ...filter, project_id, order_by: page.order_by ?? order_by ?? undefined });
  }
}

function visibleTo(actor: Actor): RawBuilder<boolean>[] {
  return [sql<boolean>`v.organization_id = ${actor.organizationId}`, permitted(actor, 'view', 'View', columns)];
}
