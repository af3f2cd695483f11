import { type Actor, BadParameter, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, type PageRequest, showOne } from '#platform/postgres/listing';
import { kinds } from '../domain/notification-kinds.ts';
import type { NotificationListQuery, NotificationView } from './notification.dto.ts';

const column = (name: string) => sql.ref(`n.${name}`);

const plain = [
  'id', 'type', 'title', 'message', 'task_id', 'project_id', 'actor_id', 'action_url', 'data', 'count', 'read_at',
  'created_at', 'updated_at',
]; // prettier-ignore

const listing: Listing = {
  from: sql`notifications n`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    is_read: sql`n.read_at is not null`,
  },
  expand: {
    actor: sql`(select jsonb_build_object('id', m.user_id, 'name', m.name) from members m
      where m.organization_id = n.organization_id and m.user_id = n.actor_id)`,
  },
  order: {
    updated_at: { expression: column('updated_at'), type: 'timestamptz' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
  },
  defaultOrder: '-updated_at',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers a person's questions about their own notifications. */
@Injectable()
export class NotificationReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: NotificationListQuery): Promise<Page<NotificationView>> {
    return listPage(this.database, listing, [...ownOf(actor), ...filterConditions(query)], query);
  }

  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<NotificationView> {
    const found = await showOne<NotificationView>(this.database, listing, [...ownOf(actor), sql`n.id = ${id}`], shown);
    if (!found) throw new NotFound('notification', id);
    return found;
  }

  async unread(actor: Actor): Promise<number> {
    const where = sql.join([...ownOf(actor), sql`n.read_at is null`], sql` and `);
    const row = await this.database.row<{ unread: number }>(sql`
      select count(*) as unread from notifications n where ${where}`);
    return row!.unread;
  }
}

function ownOf({ organizationId, userId }: Actor): RawBuilder<boolean>[] {
  return [sql`n.organization_id = ${organizationId}`, sql`n.recipient_id = ${userId}`, sql`n.in_app`];
}

function filterConditions({ unread, type, task_id }: NotificationListQuery): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  if (unread !== undefined) conditions.push(sql`(n.read_at is null) = ${unread}::boolean`);
  if (type) conditions.push(sql`n.type = any(${type.split(',').map(knownKind)}::text[])`);
  if (task_id) conditions.push(sql`n.task_id = ${task_id}::uuid`);
  return conditions;
}

function knownKind(name: string): string {
  if ((kinds as readonly string[]).includes(name)) return name;
  throw new BadParameter('type', 'unknown_value', `"${name}" is no type. Use: ${kinds.join(', ')}.`);
}
