import type { Actor, DomainEvent } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Notifications, type Which } from '../domain/notifications.ts';

/** Marks one's notifications as read, or as unread. */
export class MarkNotifications {
  constructor(
    readonly actor: Actor,
    readonly which: Which,
    readonly read: boolean,
  ) {}
}

/** Takes one of one's notifications away. */
export class DeleteNotification {
  constructor(
    readonly actor: Actor,
    readonly notificationId: string,
  ) {}
}

@CommandHandler(MarkNotifications)
export class MarkNotificationsHandler implements ICommandHandler<MarkNotifications, number> {
  constructor(private readonly notifications: Notifications) {}

  async execute({ actor, which, read }: MarkNotifications): Promise<number> {
    const ids = await this.notifications.mark(actor.userId, which, read);
    if (ids.length > 0) this.notifications.tell(told(actor, read ? 'notification.read' : 'notification.unread', ids));
    return ids.length;
  }
}

@CommandHandler(DeleteNotification)
export class DeleteNotificationHandler implements ICommandHandler<DeleteNotification, void> {
  constructor(private readonly notifications: Notifications) {}

  async execute({ actor, notificationId }: DeleteNotification): Promise<void> {
    await this.notifications.remove(actor.userId, notificationId);
    this.notifications.tell(told(actor, 'notification.deleted', [notificationId]));
  }
}

/** For the person's other devices. */
function told({ userId }: Actor, type: string, ids: readonly string[]): DomainEvent {
  return { type, subject: { type: 'Notification', id: ids[0]! }, recipientId: userId, data: { ids } };
}
