import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, type PageRequest, showOne } from '#platform/postgres/listing';
import type { CommentListQuery, CommentView } from './comment.dto.ts';
import { commentsWithTasks, visibleComment, visibleTask } from './comment-visibility.ts';

const column = (name: string) => sql.ref(`c.${name}`);

const names = ['id', 'task_id', 'author_id', 'body', 'mention_ids', 'edited_at', 'version', 'created_at'];

const reactions = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('emoji', r.emoji, 'count', r.count, 'user_ids', r.user_ids)
    order by r.first), '[]')
  from (select emoji, count(*) as count, jsonb_agg(user_id order by created_at) as user_ids, min(created_at) as first
    from comment_reactions where organization_id = c.organization_id and comment_id = c.id group by emoji) r)`;

const listing: Listing = {
  from: commentsWithTasks,
  fields: {
    ...Object.fromEntries(names.map((name) => [name, column(name)])),
    is_edited: sql`c.edited_at is not null`,
    reactions,
  },
  expand: {
    author: sql`(select jsonb_build_object('id', m.user_id, 'name', m.name) from members m
      where m.organization_id = c.organization_id and m.user_id = c.author_id)`,
  },
  order: { created_at: { expression: column('created_at'), type: 'timestamptz' } },
  defaultOrder: 'created_at',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers questions about comments, as far as the actor may see them and their tasks. */
@Injectable()
export class CommentReads {
  constructor(
    private readonly database: Database,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  async listOfTask(actor: Actor, taskId: string, query: CommentListQuery): Promise<Page<CommentView>> {
    const conditions = [...visibleComment(actor, this.catalogue), sql<boolean>`c.task_id = ${taskId}`];
    if (query.author_id) conditions.push(sql`c.author_id = ${query.author_id}::uuid`);
    const page = await listPage<CommentView>(this.database, listing, conditions, query);
    if (page.data.length === 0) await this.mustBeVisible(actor, taskId);
    return page;
  }

  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<CommentView> {
    const conditions = [...visibleComment(actor, this.catalogue), sql<boolean>`c.id = ${id}`];
    const found = await showOne<CommentView>(this.database, listing, conditions, shown);
    if (!found) throw new NotFound('comment', id);
    return found;
  }

  private async mustBeVisible(actor: Actor, taskId: string): Promise<void> {
    const where = sql.join([...visibleTask(actor, this.catalogue), sql`t.id = ${taskId}`], sql` and `);
    if (!(await this.database.row(sql`select 1 from tasks t where ${where}`))) throw new NotFound('task', taskId);
  }
}
