/** What people are told about, with how they hear of it as long as they say nothing else. */
export const notificationKinds = {
  task_assigned: { in_app: 'at_once', mail: 'at_once' },
  task_completed: { in_app: 'at_once', mail: 'digest' },
  task_queued: { in_app: 'at_once', mail: 'off' },
  status_changed: { in_app: 'at_once', mail: 'digest' },
  comment: { in_app: 'at_once', mail: 'digest' },
  mention: { in_app: 'at_once', mail: 'at_once' },
  reaction: { in_app: 'at_once', mail: 'off' },
  performance_update: { in_app: 'at_once', mail: 'digest' },
  skill_improved: { in_app: 'at_once', mail: 'off' },
  project_member_added: { in_app: 'at_once', mail: 'at_once' },
} as const satisfies Record<string, ChannelChoice>;

/** A kind of notification. */
export type NotificationKind = keyof typeof notificationKinds;

export const kinds = Object.keys(notificationKinds) as NotificationKind[];

/** How somebody hears of one kind: in the app and by mail. */
export interface ChannelChoice {
  in_app: 'at_once' | 'off';
  mail: 'at_once' | 'digest' | 'off';
}
