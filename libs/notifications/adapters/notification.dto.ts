import { Choice, Flag, Id, Instant, Integer, JsonObject, ListOf, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { id } from '#platform/http/shapes';
import { kinds } from '../domain/notification-kinds.ts';

export class NotificationView {
  @Id()
  id: string;

  @Choice(kinds, { example: 'task_assigned' })
  type: string;

  @Text({ example: 'WEB-42 is yours' })
  title: string;

  @Text({ max: 2000, example: 'Ada Lovelace gave you “Draw the sitemap”.' })
  message: string;

  @Id({ nullable: true, description: 'The task that it is about' })
  task_id: string | null;

  @Id({ nullable: true, description: 'The project that it is about' })
  project_id: string | null;

  @Id({ nullable: true, description: 'Who caused it' })
  actor_id: string | null;

  @Text({ max: 500, nullable: true, description: 'Where in the app it leads', example: '/tasks/0190…' })
  action_url: string | null;

  @JsonObject({ description: 'Facts by type', example: { task_key: 'WEB-42' } })
  data: Record<string, unknown>;

  @Integer({ min: 1, description: 'How many repetitions it stands for', example: 1 })
  count: number;

  @Flag({ example: false })
  is_read: boolean;

  @Instant({ nullable: true })
  read_at: string | null;

  @Instant()
  created_at: string;

  @Instant({ description: 'When the latest repetition came' })
  updated_at: string;
}

export class NotificationListQuery extends PageQuery {
  @Flag({ optional: true, description: 'Only unread ones, or only read ones' })
  unread?: boolean;

  @Text({ max: 300, optional: true, example: 'mention,comment', description: 'Types, separated by commas' })
  type?: string;

  @Id({ optional: true, description: 'About this task' })
  task_id?: string;
}

export class UnreadCountView {
  @Integer({ min: 0, example: 3 })
  unread: number;
}

export class MarkNotificationBody {
  @Flag({ description: 'Whether it has been read', example: true })
  is_read: boolean;
}

/** Those named, or all. */
export class MarkNotificationsBody {
  @ListOf(id(), { min: 1, max: 200, optional: true, description: 'Which; absent: all' })
  ids?: string[];

  @Flag({ optional: true, default: true, description: 'Whether they have been read' })
  is_read?: boolean;
}

export class MarkedView extends UnreadCountView {
  @Integer({ min: 0, description: 'How many were changed', example: 2 })
  changed: number;
}

export class NotificationChoice {
  @Choice(kinds, { example: 'comment' })
  kind: string;

  @Choice(['at_once', 'off'], { example: 'at_once' })
  in_app: 'at_once' | 'off';

  @Choice(['at_once', 'digest', 'off'], { example: 'digest' })
  mail: 'at_once' | 'digest' | 'off';
}

const time = { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, max: 5 };

export class QuietHoursBody {
  @Text({ ...time, description: 'Local time', example: '22:00' })
  from: string;

  @Text({ ...time, description: 'Local time; before `from` it means the next day', example: '07:00' })
  to: string;
}

/** All that somebody wants; kinds that are left out go back to the default. */
export class NotificationPreferencesBody {
  @ListOf(() => NotificationChoice, { max: 50 })
  kinds: NotificationChoice[];

  @Nested(() => QuietHoursBody, { nullable: true, description: 'When no mail goes out' })
  quiet_hours: QuietHoursBody | null;

  @Integer({ min: 0, max: 23, description: 'Local hour at which the digest goes out', example: 8 })
  digest_hour: number;

  @Text({ max: 60, nullable: true, example: 'Europe/Berlin', description: 'IANA zone; null: the zone of the member' })
  time_zone: string | null;
}

export class NotificationPreferencesView extends NotificationPreferencesBody {
  @Integer({ min: 0, description: '0 until something is set', example: 1 })
  version: number;
}
