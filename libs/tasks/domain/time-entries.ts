import type { DomainEvent } from '#kernel/index';
import type { TimeEntry } from './time-entry.ts';

/** Where time entries live; the task's actual hours follow them in the same transaction. */
export abstract class TimeEntries {
  abstract get(id: string): Promise<TimeEntry>;
  /** The person's running timer, of which there is one at most. */
  abstract running(userId: string): Promise<TimeEntry | undefined>;
  abstract save(entry: TimeEntry, ...events: DomainEvent[]): Promise<void>;
  abstract remove(entry: TimeEntry, ...events: DomainEvent[]): Promise<void>;
}
