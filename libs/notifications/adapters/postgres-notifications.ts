import { type DomainEvent, newId, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { type Delivery, Notifications, type StoredNotification, type Which } from '../domain/notifications.ts';

interface Row {
  id: string;
  recipient_id: string;
  type: string;
  title: string;
  message: string;
  task_id: string | null;
  action_url: string | null;
  data: Record<string, unknown>;
  count: number;
}

@Injectable()
export class PostgresNotifications extends Notifications {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async put(
    deliveries: readonly Delivery[],
    from: { actorId: string | null; taskId: string | null; projectId: string | null },
  ): Promise<StoredNotification[]> {
    const rows = deliveries.map(({ recipientId, kind, title, message, actionUrl, data, groupKey, inApp, mailDue }) => ({
      id: newId(),
      recipient_id: recipientId,
      type: kind,
      title,
      message,
      action_url: actionUrl,
      data,
      group_key: groupKey ?? null,
      in_app: inApp,
      mail_due_at: mailDue?.toString() ?? null,
    }));
    const stored = await this.database.rows<Row>(sql`
      insert into notifications (organization_id, id, recipient_id, type, title, message, actor_id, task_id, project_id,
        action_url, data, group_key, in_app, mail_due_at)
      select ${currentOrganizationId()}::uuid, n.id, n.recipient_id, n.type, n.title, n.message, ${from.actorId}::uuid,
        ${from.taskId}::uuid, ${from.projectId}::uuid, n.action_url, n.data, n.group_key, n.in_app, n.mail_due_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, recipient_id uuid, type text, title text,
        message text, action_url text, data jsonb, group_key text, in_app boolean, mail_due_at timestamptz)
      on conflict (organization_id, recipient_id, group_key) where read_at is null and group_key is not null
      do update set title = excluded.title, message = excluded.message, actor_id = excluded.actor_id,
        data = excluded.data, in_app = excluded.in_app, count = notifications.count + 1, updated_at = now(),
        mail_due_at = excluded.mail_due_at, mailed_at = null
      returning id, recipient_id, type, title, message, task_id, action_url, data, count`);
    return stored.map(({ recipient_id, task_id, action_url, ...row }) => {
      return { ...row, recipientId: recipient_id, taskId: task_id, actionUrl: action_url };
    });
  }

  async mark(recipientId: string, which: Which, read: boolean): Promise<string[]> {
    const these = which === 'all' ? sql`in_app` : sql`id = any(${[...which.ids]}::uuid[])`;
    // An unread one may not come back beside another of its group, so it leaves the group.
    const change = read ? sql`read_at = now()` : sql`read_at = null, group_key = null`;
    const rows = await this.database.rows<{ id: string }>(sql`
      update notifications set ${change}
      where organization_id = ${currentOrganizationId()} and recipient_id = ${recipientId} and ${these}
        and (read_at is null) = ${read}::boolean
      returning id`);
    return rows.map(({ id }) => id);
  }

  async remove(recipientId: string, id: string): Promise<void> {
    const removed = await this.database.row(sql`
      delete from notifications
      where organization_id = ${currentOrganizationId()} and recipient_id = ${recipientId} and id = ${id} returning id`);
    if (!removed) throw new NotFound('notification', id);
  }

  tell(...events: DomainEvent[]): void {
    this.unitOfWork.raise(...events);
  }
}
