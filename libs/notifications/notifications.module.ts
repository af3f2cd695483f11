import { Clock } from '#kernel/index';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Reactions } from '#platform/events/reactions';
import { registerQueue } from '#platform/queue/register-queue';
import { MailNotifications, NOTIFICATION_MAILS } from './adapters/mail-notifications.ts';
import { MailProcessor } from './adapters/mail.processor.ts';
import { NotificationMails } from './adapters/notification-mails.ts';
import { NotificationPreferencesController } from './adapters/notification-preferences.controller.ts';
import { NotificationReads } from './adapters/notification-reads.ts';
import { NotificationsController } from './adapters/notifications.controller.ts';
import { PostgresAudience } from './adapters/postgres-audience.ts';
import { PostgresNotifications } from './adapters/postgres-notifications.ts';
import { PostgresPreferences } from './adapters/postgres-preferences.ts';
import { ChangeNotificationPreferencesHandler } from './application/change-notification-preferences.ts';
import { DeleteNotificationHandler, MarkNotificationsHandler } from './application/mark-notifications.ts';
import { Audience, NotifyPeople } from './application/notify-people.ts';
import { Notifications, Preferences } from './domain/notifications.ts';

/** Wires what people are told, and how. */
@Module({
  imports: [registerQueue(NOTIFICATION_MAILS)],
  controllers: [NotificationsController, NotificationPreferencesController],
  providers: [
    { provide: Notifications, useClass: PostgresNotifications },
    { provide: Preferences, useClass: PostgresPreferences },
    { provide: Audience, useClass: PostgresAudience },
    {
      provide: NotifyPeople,
      inject: [Audience, Preferences, Notifications, Clock],
      useFactory: (...parts: ConstructorParameters<typeof NotifyPeople>) => new NotifyPeople(...parts),
    },
    NotificationReads,
    NotificationMails,
    MailNotifications,
    MailProcessor,
    MarkNotificationsHandler,
    DeleteNotificationHandler,
    ChangeNotificationPreferencesHandler,
  ],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly reactions: Reactions,
    private readonly notifyPeople: NotifyPeople,
    private readonly mailNotifications: MailNotifications,
  ) {}

  onModuleInit(): void {
    this.reactions.add(this.notifyPeople);
    this.reactions.add(this.mailNotifications);
  }
}
