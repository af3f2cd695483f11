import { changesBetween, type DomainEvent, InvalidInput } from '#kernel/index';

/** What people may change about a milestone. */
export interface MilestoneDetails {
  title: string;
  description: string;
  startDate: string | null;
  dueDate: string | null;
  expectedHours: number | null;
}

/** A point that a project wants to reach; the tasks that lead there make its progress. */
export class Milestone implements MilestoneDetails {
  readonly organizationId: string;
  readonly id: string;
  readonly projectId: string;
  title: string;
  description = '';
  startDate: string | null = null;
  dueDate: string | null = null;
  expectedHours: number | null = null;
  completedAt: Temporal.Instant | null = null;
  version = 1;
  createdAt: Temporal.Instant;
  updatedAt: Temporal.Instant;

  constructor(
    identity: { organizationId: string; id: string; projectId: string },
    details: Partial<MilestoneDetails> & { title: string },
    at: Temporal.Instant,
  ) {
    this.organizationId = identity.organizationId;
    this.id = identity.id;
    this.projectId = identity.projectId;
    this.createdAt = this.updatedAt = at;
    Object.assign(this, details);
    this.check();
  }

  get subjectType() {
    return 'Milestone' as const;
  }

  created(): DomainEvent {
    return this.event('milestone.created', changesBetween({}, this.facts()));
  }

  edit(details: Partial<MilestoneDetails>, at: Temporal.Instant): DomainEvent[] {
    const before = this.facts();
    Object.assign(this, details);
    this.check();
    const changes = changesBetween(before, this.facts());
    if (Object.keys(changes).length === 0) return [];
    this.updatedAt = at;
    return [this.event('milestone.updated', changes)];
  }

  complete(at: Temporal.Instant): DomainEvent[] {
    if (this.completedAt) return [];
    this.completedAt = this.updatedAt = at;
    return [this.event('milestone.completed', { completed_at: [null, at.toString()] })];
  }

  reopen(at: Temporal.Instant): DomainEvent[] {
    if (!this.completedAt) return [];
    const before = this.completedAt.toString();
    this.completedAt = null;
    this.updatedAt = at;
    return [this.event('milestone.reopened', { completed_at: [before, null] })];
  }

  deleted(): DomainEvent {
    return this.event('milestone.deleted', changesBetween(this.facts(), {}));
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const subject = { type: 'Milestone', id: this.id };
    return { type, subject, projectId: this.projectId, data: { title: this.title, due_date: this.dueDate }, changes };
  }

  private check(): void {
    if (this.startDate && this.dueDate && this.dueDate < this.startDate) {
      throw new InvalidInput('/due_date', 'before_start', 'The due date lies before the start date.');
    }
  }

  private facts(): Record<string, unknown> {
    return {
      title: this.title,
      description: this.description,
      start_date: this.startDate,
      due_date: this.dueDate,
      expected_hours: this.expectedHours,
    };
  }
}
