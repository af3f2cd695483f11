import { Clock, type DomainEvent } from '#kernel/index';
import { type Happening, type Notice, type Surroundings, taskIdOf } from '../domain/notice.ts';
import { noticedEvents, noticesOf } from '../domain/notices-of.ts';
import { type Delivery, Notifications, Preferences, type StoredNotification } from '../domain/notifications.ts';

/** What stands around an event, and who of some people may know of it. */
export abstract class Audience {
  abstract around(event: Happening): Promise<Surroundings>;
  /** Those of the people who may see the task; without a task, those who are active members. */
  abstract mayKnow(userIds: readonly string[], event: Happening): Promise<Set<string>>;
}

/** Tells people what concerns them, as far as they may see it and in the way they want to hear it. */
export class NotifyPeople {
  readonly name = 'NotifyPeople';
  readonly types = noticedEvents;

  constructor(
    private readonly audience: Audience,
    private readonly preferences: Preferences,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  async react(event: Happening): Promise<void> {
    const around = await this.audience.around(event);
    const allowed = await this.allowed(event, noticesOf(event, around));
    const deliveries = await this.wanted(allowed);
    if (deliveries.length === 0) return;
    const { actor_id: actorId, project_id } = event;
    const taskId = around.task && taskIdOf(event);
    const projectId = around.projectTitle === null ? null : project_id;
    const stored = await this.notifications.put(deliveries, { actorId, taskId, projectId });
    const silent = new Set(deliveries.filter(({ inApp }) => !inApp).map(({ recipientId }) => recipientId));
    this.notifications.tell(...stored.map((each) => created(each, silent.has(each.recipientId))));
  }

  private async allowed(event: Happening, notices: Notice[]): Promise<Notice[]> {
    const asked = notices.filter(({ personal }) => !personal).map(({ recipientId }) => recipientId);
    if (asked.length === 0) return notices;
    const mayKnow = await this.audience.mayKnow(asked, event);
    return notices.filter(({ personal, recipientId }) => personal || mayKnow.has(recipientId));
  }

  private async wanted(notices: Notice[]): Promise<Delivery[]> {
    if (notices.length === 0) return [];
    const preferences = await this.preferences.ofAll(notices.map(({ recipientId }) => recipientId));
    const byPerson = new Map(preferences.map((each) => [each.userId, each]));
    const now = this.clock.now();
    return notices.flatMap((notice) => {
      const own = byPerson.get(notice.recipientId);
      if (!own) return [];
      const inApp = own.choiceFor(notice.kind).in_app === 'at_once';
      const mailDue = own.mailDue(notice.kind, now);
      return inApp || mailDue ? [{ ...notice, inApp, mailDue }] : [];
    });
  }
}

/** Only what shows in the app is told live; a mail alone is made of an event of its own. */
function created({ id, recipientId, ...shown }: StoredNotification, silent: boolean): DomainEvent {
  const { type, title, message, taskId, actionUrl, data, count } = shown;
  return {
    type: silent ? 'notification.mailed' : 'notification.created',
    subject: { type: 'Notification', id },
    recipientId,
    data: { id, title, message, type, task_id: taskId, action_url: actionUrl, data, count },
  };
}
