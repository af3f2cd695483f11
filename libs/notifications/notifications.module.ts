import { Clock } from '#kernel/index';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Reactions } from '#platform/events/reactions';
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
    MarkNotificationsHandler,
    DeleteNotificationHandler,
    ChangeNotificationPreferencesHandler,
  ],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly reactions: Reactions,
    private readonly notifyPeople: NotifyPeople,
  ) {}

  onModuleInit(): void {
    this.reactions.add(this.notifyPeople);
  }
}
