import { type Actor, type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Comment, type CommentedTask } from '../domain/comment.ts';
import type { Mentions } from '../domain/comment-mentions.ts';
import { Comments, type Reaction } from '../domain/comments.ts';
import { commentsWithTasks, taskAttributes, visibleComment, visibleTask } from './comment-visibility.ts';

interface Row {
  id: string;
  author_id: string;
  body: string;
  mention_ids: string[];
  version: number;
  task: CommentedTask;
}

@Injectable()
export class PostgresComments extends Comments {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: PermissionCatalogue,
  ) {
    super();
  }

  async get(actor: Actor, id: string): Promise<Comment> {
    await this.database.rows(sql`
      select 1 from comments where organization_id = ${currentOrganizationId()} and id = ${id} for update`);
    const where = sql.join([...visibleComment(actor, this.catalogue), sql`c.id = ${id}`], sql` and `);
    const row = await this.database.row<Row>(sql`
      select c.id, c.author_id, c.body, c.mention_ids, c.version, ${this.shownTask()} as task
      from ${commentsWithTasks} where ${where}`);
    if (!row) throw new NotFound('comment', id);
    return new Comment(row.id, row.task, row.author_id, row.body, row.mention_ids, row.version);
  }

  async task(actor: Actor, id: string): Promise<CommentedTask> {
    const where = sql.join([...visibleTask(actor, this.catalogue), sql`t.id = ${id}`], sql` and `);
    const row = await this.database.row<{ task: CommentedTask }>(
      sql`select ${this.shownTask()} as task from tasks t where ${where}`,
    );
    if (!row) throw new NotFound('task', id);
    return row.task;
  }

  async mentioned({ userIds, emails }: Mentions): Promise<string[]> {
    if (userIds.length + emails.length === 0) return [];
    const rows = await this.database.rows<{ user_id: string }>(sql`
      select user_id from members
      where organization_id = ${currentOrganizationId()} and status = 'active'
        and (user_id = any(${userIds}::uuid[]) or lower(email) = any(${emails}::text[]))
      order by user_id`);
    return rows.map(({ user_id }) => user_id);
  }

  async add({ id, task, authorId, body, mentionIds }: Comment, event: DomainEvent): Promise<void> {
    await this.database.rows(sql`
      insert into comments (organization_id, id, task_id, author_id, body, mention_ids)
      values (${currentOrganizationId()}, ${id}, ${task.id}, ${authorId}, ${body}, ${[...mentionIds]}::uuid[])`);
    this.unitOfWork.raise(event);
  }

  async save({ id, body, mentionIds }: Comment, event: DomainEvent): Promise<void> {
    await this.database.rows(sql`
      update comments set body = ${body}, mention_ids = ${[...mentionIds]}::uuid[], edited_at = now(), version = version + 1
      where organization_id = ${currentOrganizationId()} and id = ${id}`);
    this.unitOfWork.raise(event);
  }

  async remove({ id }: Comment, event: DomainEvent): Promise<void> {
    const organizationId = currentOrganizationId();
    await this.database.rows(sql`
      with emptied as (
        delete from comment_reactions where organization_id = ${organizationId} and comment_id = ${id}
      )
      update comments set body = '', mention_ids = '{}', deleted_at = now(), version = version + 1
      where organization_id = ${organizationId} and id = ${id}`);
    this.unitOfWork.raise(event);
  }

  async react({ id }: Comment, { userId, emoji, present }: Reaction, event: DomainEvent): Promise<void> {
    const organizationId = currentOrganizationId();
    const changed = await this.database.rows(
      present
        ? sql`insert into comment_reactions (organization_id, comment_id, user_id, emoji)
            values (${organizationId}, ${id}, ${userId}, ${emoji}) on conflict do nothing returning 1`
        : sql`delete from comment_reactions where organization_id = ${organizationId} and comment_id = ${id}
            and user_id = ${userId} and emoji = ${emoji} returning 1`,
    );
    if (changed.length > 0) this.unitOfWork.raise(event);
  }

  private shownTask() {
    return sql`jsonb_build_object('id', t.id, 'key', t.key, 'title', t.title, 'projectId', t.project_id,
      'attributes', ${taskAttributes(this.catalogue)})`;
  }
}
