/** What a change is about: the subject's type as permissions name it, and its id. */
export interface SubjectRef {
  type: string;
  id: string;
}

/** Something that happened, in the past tense (`task.completed`), as the log keeps it and every follower receives it. */
export interface DomainEvent {
  readonly type: string;
  readonly subject: SubjectRef;
  /** The project whose members may hear of it; absent for what concerns the whole organization. */
  readonly projectId?: string | null;
  /** The one person it concerns, where it is nobody else's business (a notification, a session). */
  readonly recipientId?: string | null;
  /** Facts in wire spelling (snake_case), enough for a follower to act without asking back. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Field by field, what stood there before and after; the audit entry and the field history are made of it. */
  readonly changes?: Changes;
}

/** Old and new value of each changed field, in wire spelling. */
export type Changes = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/** The fields that differ between two states of the same thing; values compare by their JSON. */
export function changesBetween(before: Record<string, unknown>, after: Record<string, unknown>): Changes {
  const changes: Record<string, [unknown, unknown]> = {};
  for (const field of Object.keys(after)) {
    if (JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null)) {
      changes[field] = [before[field] ?? null, after[field] ?? null];
    }
  }
  return changes;
}
