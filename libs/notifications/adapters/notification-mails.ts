import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { Mailer } from '#platform/mail/mailer';
import { Database } from '#platform/postgres/database';
import { within } from '#platform/postgres/scope';
import { type MailedNotification, notificationMail } from '../domain/notification-mail.ts';
import type { MailJob } from './mail-notifications.ts';

interface Row extends MailedNotification {
  email: string;
  organization: string;
}

/** As many as one digest tells; the others follow with the next one. */
const IN_ONE_MAIL = 100;

/** Sends what has not been sent or read yet. A mail that is sent twice has the same id, so that it is shown once. */
@Injectable()
export class NotificationMails {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Outside of any transaction, for a mail server may take its time. Answers with how many were told. */
  send(job: MailJob): Promise<number> {
    return within({ organizationId: job.organizationId }, async () => {
      const [first, ...others] = await this.due(job);
      if (!first) return 0;
      const all = [first, ...others] as const;
      const { email: to, organization } = first;
      const content = notificationMail([...all], { publicUrl: this.config.publicUrl, organization });
      await this.mailer.send({ to, ...content, messageId: messageId(all) });
      await this.remember(job, all);
      return all.length;
    });
  }

  private due({ organizationId, recipientId, notificationId }: MailJob): Promise<Row[]> {
    const which = notificationId ? sql`n.id = ${notificationId}` : sql`n.mail_due_at <= now()`;
    return this.database.rows<Row>(sql`
      select n.id, n.title, n.message, n.action_url as "actionUrl", n.count, m.email, o.name as organization
      from notifications n
      join members m on m.organization_id = n.organization_id and m.user_id = n.recipient_id and m.status = 'active'
      join organizations o on o.organization_id = n.organization_id
      where n.organization_id = ${organizationId} and n.recipient_id = ${recipientId} and ${which}
        and n.mail_due_at is not null and n.mailed_at is null and n.read_at is null
      order by n.updated_at desc limit ${sql.lit(IN_ONE_MAIL)}`);
  }

  /** What has been repeated meanwhile stays to be told. */
  private async remember({ organizationId }: MailJob, told: readonly Row[]): Promise<void> {
    const rows = told.map(({ id, count }) => ({ id, count }));
    await this.database.rows(sql`
      update notifications n set mailed_at = now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told(id uuid, count int)
      where n.organization_id = ${organizationId} and n.id = told.id and n.count = told.count`);
  }
}

function messageId(told: readonly Row[]): string {
  const key = told.map(({ id, count }) => `${id}.${count}`).sort();
  return `${createHash('sha256').update(key.join()).digest('hex').slice(0, 40)}@muster`;
}
