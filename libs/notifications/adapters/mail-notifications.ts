import { InjectQueue } from '@nestjs/bullmq';
import { Clock } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { sql } from 'kysely';
import type { LoggedEvent } from '#platform/events/event-follower';
import type { Reaction } from '#platform/events/reactions';
import { Database } from '#platform/postgres/database';

/** The queue of the mails on notifications. */
export const NOTIFICATION_MAILS = 'notification-mails';

/** One notification at once, or all of a person's that are due. */
export type MailJob = { organizationId: string; recipientId: string; notificationId?: string };

/**
 * Hands mails to the queue, with a cursor of its own: a queue that is down holds back mails and nothing else. What is
 * due later waits in one job for each person and moment, and goes out as one mail.
 */
@Injectable()
export class MailNotifications implements Reaction {
  readonly name = 'MailNotifications';
  readonly types = ['notification.created', 'notification.mailed'];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @InjectQueue(NOTIFICATION_MAILS) private readonly queue: Queue<MailJob>,
  ) {}

  async react({ organization_id: organizationId, subject_id: id, recipient_id, data }: LoggedEvent): Promise<void> {
    const row = await this.database.row<{ mail_due_at: string | null }>(sql`
      select mail_due_at from notifications
      where organization_id = ${organizationId} and id = ${id} and mailed_at is null and read_at is null`);
    if (!row?.mail_due_at) return;
    const recipientId = recipient_id!;
    const due = Temporal.Instant.from(row.mail_due_at);
    const delay = Math.ceil(due.since(this.clock.now()).total('milliseconds'));
    if (delay <= 0) {
      const job = { organizationId, recipientId, notificationId: id };
      await this.queue.add('one', job, { jobId: `${id}-${String(data.count)}` });
    } else {
      const jobId = `${organizationId}-${recipientId}-${due.epochMilliseconds}`;
      await this.queue.add('due', { organizationId, recipientId }, { jobId, delay });
    }
  }
}
