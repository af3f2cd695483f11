import type { DomainEvent } from '#kernel/index';
import type { Notice } from './notice.ts';
import type { NotificationPreferences } from './notification-preferences.ts';

/** A notice on its way: what the preferences of its recipient made of it. */
export interface Delivery extends Notice {
  inApp: boolean;
  mailDue: Temporal.Instant | null;
}

/** A notification as it is told to its recipient. */
export interface StoredNotification {
  id: string;
  recipientId: string;
  type: string;
  title: string;
  message: string;
  taskId: string | null;
  actionUrl: string | null;
  data: Record<string, unknown>;
  count: number;
}

/** Which of a person's notifications: those named, or all up to now. */
export type Which = { ids: readonly string[] } | 'all';

/** Where notifications live. */
export abstract class Notifications {
  /** Stores them; one that repeats an unread one joins it. */
  abstract put(
    deliveries: readonly Delivery[],
    from: { actorId: string | null; taskId: string | null; projectId: string | null },
  ): Promise<StoredNotification[]>;
  /** Marks them as read or unread; answers with the ids of those that were not so before. */
  abstract mark(recipientId: string, which: Which, read: boolean): Promise<string[]>;
  /** Removes one; NotFound when it is not the recipient's. */
  abstract remove(recipientId: string, id: string): Promise<void>;
  /** Hands over what happened, to be stored with the rows. */
  abstract tell(...events: DomainEvent[]): void;
}

/** Where preferences live; whoever has stored none has the default. */
export abstract class Preferences {
  abstract of(userId: string): Promise<NotificationPreferences>;
  /** Those of the active members among these people. */
  abstract ofAll(userIds: readonly string[]): Promise<NotificationPreferences[]>;
  abstract save(preferences: NotificationPreferences, event: DomainEvent): Promise<void>;
}
