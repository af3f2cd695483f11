import { changesBetween, DomainError, type DomainEvent, InvalidInput, type SubjectRef } from '#kernel/index';

/** What somebody says of the time they spent. */
export interface TimeSpent {
  startedAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  hours: number | null;
  note: string;
}

const LONGEST_HOURS = 24 * 31;

/** Time that one person spent on one task; without an end its timer runs. */
export class TimeEntry implements TimeSpent {
  readonly subjectType = 'TimeEntry';
  startedAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  hours: number | null;
  note: string;

  constructor(
    readonly id: string,
    readonly taskId: string,
    readonly projectId: string,
    readonly authorId: string,
    spent: TimeSpent,
    public version = 1,
  ) {
    this.startedAt = spent.startedAt;
    this.endedAt = spent.endedAt;
    this.hours = spent.hours;
    this.note = spent.note;
    this.check();
  }

  get isRunning(): boolean {
    return this.endedAt === null;
  }

  started(): DomainEvent {
    return this.event(this.isRunning ? 'time_entry.started' : 'time_entry.created', changesBetween({}, this.facts()));
  }

  stop(at: Temporal.Instant): DomainEvent {
    if (!this.isRunning) throw new DomainError('conflict', 'timer_not_running', 'The timer has been stopped before.');
    return this.change({ endedAt: at, hours: hoursBetween(this.startedAt, at) }, 'time_entry.stopped');
  }

  edit(spent: Partial<TimeSpent>): DomainEvent {
    return this.change(spent, 'time_entry.updated');
  }

  deleted(): DomainEvent {
    return this.event('time_entry.deleted', changesBetween(this.facts(), {}));
  }

  private change(spent: Partial<TimeSpent>, type: string): DomainEvent {
    const before = this.facts();
    Object.assign(this, spent);
    if (spent.hours === undefined && this.endedAt && (spent.startedAt || spent.endedAt)) {
      this.hours = hoursBetween(this.startedAt, this.endedAt);
    }
    this.check();
    return this.event(type, changesBetween(before, this.facts()));
  }

  private check(): void {
    if (this.endedAt && Temporal.Instant.compare(this.endedAt, this.startedAt) < 0) {
      throw new InvalidInput('/ended_at', 'before_start', 'The end lies before the start.');
    }
    if (this.hours !== null && this.hours > LONGEST_HOURS) {
      throw new InvalidInput('/hours', 'too_long', `One entry holds ${LONGEST_HOURS} hours at most.`);
    }
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const subject: SubjectRef = { type: 'TimeEntry', id: this.id };
    const data = { task_id: this.taskId, author_id: this.authorId, hours: this.hours };
    return { type, subject, projectId: this.projectId, data, changes };
  }

  private facts(): Record<string, unknown> {
    return {
      started_at: this.startedAt.toString(),
      ended_at: this.endedAt?.toString() ?? null,
      hours: this.hours,
      note: this.note,
    };
  }
}

/** Hours with two decimals, as time sheets keep them. */
export function hoursBetween(start: Temporal.Instant, end: Temporal.Instant): number {
  return Math.round(start.until(end).total('hours') * 100) / 100;
}
