import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { type MailJob, NOTIFICATION_MAILS } from './mail-notifications.ts';
import { NotificationMails } from './notification-mails.ts';

/** Works off the mails; one that fails is tried again later, and no other waits for it. */
@Processor(NOTIFICATION_MAILS, { concurrency: 5 })
export class MailProcessor extends WorkerHost {
  constructor(private readonly mails: NotificationMails) {
    super();
  }

  process(job: Job<MailJob>): Promise<number> {
    return this.mails.send(job.data);
  }
}
