import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { NotificationWishes } from '../domain/notification-preferences.ts';
import { Preferences } from '../domain/notifications.ts';

/** Says anew which notifications one wants, how and when. */
export class ChangeNotificationPreferences {
  constructor(
    readonly actor: Actor,
    readonly wishes: NotificationWishes,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(ChangeNotificationPreferences)
export class ChangeNotificationPreferencesHandler implements ICommandHandler<ChangeNotificationPreferences, void> {
  constructor(private readonly preferences: Preferences) {}

  async execute({ actor, wishes, expectedVersion }: ChangeNotificationPreferences): Promise<void> {
    const own = await this.preferences.of(actor.userId);
    expectVersion(own, expectedVersion);
    await this.preferences.save(own, own.change(wishes));
  }
}
