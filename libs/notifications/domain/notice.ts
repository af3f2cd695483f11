import type { NotificationKind } from './notification-kinds.ts';

/** What one person is told about one event. */
export interface Notice {
  recipientId: string;
  kind: NotificationKind;
  title: string;
  message: string;
  /** Where in the app it leads. */
  actionUrl: string | null;
  data: Record<string, unknown>;
  /** Repeated notices under one key are one unread notification that counts them. */
  groupKey?: string;
  /** The person may know of it whatever their permissions are: it is about themselves. */
  personal?: true;
}

/** An event of the log, as far as notices are made of it. */
export interface Happening {
  type: string;
  subject_type: string;
  subject_id: string;
  actor_id: string | null;
  project_id: string | null;
  recipient_id: string | null;
  data: Record<string, unknown>;
}

/** What stands around an event and is not in it. */
export interface Surroundings {
  actorName: string | null;
  projectTitle: string | null;
  task: {
    id: string;
    key: string;
    title: string;
    creatorId: string;
    assigneeIds: string[];
    watcherIds: string[];
  } | null;
}

/** The task that an event is about or hangs on. */
export function taskIdOf({ subject_type, subject_id, data }: Happening): string | null {
  if (subject_type === 'Task') return subject_id;
  return typeof data.task_id === 'string' ? data.task_id : null;
}
