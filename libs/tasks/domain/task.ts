import { changesBetween, DomainError, type DomainEvent, InvalidInput } from '#kernel/index';
import type { Moment } from './due-date.ts';
import { initialRank } from './rank.ts';

export const priorities = ['low', 'medium', 'high', 'urgent', 'critical'] as const;
export type Priority = (typeof priorities)[number];

/** A skill the work asks for, with the least proficiency (0–100) that it takes. */
export interface RequiredSkill {
  skill_id: string;
  name: string;
  level: number;
  mandatory: boolean;
}

/** A way to something outside the task. */
export interface TaskLink {
  kind: string;
  target: string;
  title: string;
}

/** Where a task stands: the project's own status, and what that means to the system. */
export interface StatusRef {
  key: string;
  category: string;
}

/** What people may change about a task directly. */
export interface TaskDetails {
  title: string;
  description: string;
  priority: Priority;
  difficulty: number;
  requiredSkills: RequiredSkill[];
  start: Moment | null;
  due: Moment | null;
  estimateHours: number | null;
  actualHours: number;
  cost: { minor: number; currency: string } | null;
  labels: string[];
  customFields: Record<string, unknown>;
  links: TaskLink[];
  milestoneId: string | null;
  parentId: string | null;
}

/** A piece of work that people can finish. */
export class Task {
  readonly organizationId: string;
  readonly id: string;
  readonly projectId: string;
  readonly number: number;
  readonly key: string;
  readonly creatorId: string;
  title: string;
  description = '';
  status: string;
  statusCategory: string;
  priority = 1;
  difficulty = 5;
  requiredSkills: RequiredSkill[] = [];
  startDate: string | null = null;
  startAt: Temporal.Instant | null = null;
  dueDate: string | null = null;
  dueAt: Temporal.Instant | null = null;
  estimateHours: number | null = null;
  actualHours = 0;
  costMinor: number | null = null;
  costCurrency: string | null = null;
  labels: string[] = [];
  customFields: Record<string, unknown> = {};
  links: TaskLink[] = [];
  assigneeIds: string[] = [];
  milestoneId: string | null = null;
  parentId: string | null = null;
  rank: string;
  result: Record<string, unknown> | null = null;
  completedAt: Temporal.Instant | null = null;
  completedBy: string | null = null;
  externalSource: string | null = null;
  externalId: string | null = null;
  version = 1;
  createdAt: Temporal.Instant;
  updatedAt: Temporal.Instant;

  constructor(
    identity: {
      organizationId: string;
      id: string;
      projectId: string;
      projectKey: string;
      number: number;
      creatorId: string;
    },
    status: StatusRef,
    details: Partial<TaskDetails> & { title: string },
    at: Temporal.Instant,
  ) {
    this.organizationId = identity.organizationId;
    this.id = identity.id;
    this.projectId = identity.projectId;
    this.number = identity.number;
    this.key = `${identity.projectKey}-${identity.number}`;
    this.creatorId = identity.creatorId;
    this.status = status.key;
    this.statusCategory = status.category;
    this.rank = initialRank(identity.number);
    this.createdAt = this.updatedAt = at;
    this.apply(details);
    if (this.isDone) this.completedAt = at;
  }

  get subjectType() {
    return 'Task' as const;
  }

  get isDone(): boolean {
    return this.statusCategory === 'done';
  }

  get isOpen(): boolean {
    return !this.isDone && this.statusCategory !== 'cancelled';
  }

  /** Whether the work was finished by its due moment; true where none was set. */
  get onTime(): boolean {
    if (!this.completedAt || !this.dueAt) return true;
    return Temporal.Instant.compare(this.completedAt, this.dueAt) <= 0;
  }

  created(): DomainEvent {
    return this.event('task.created', {}, this.facts());
  }

  edit(details: Partial<TaskDetails>, at: Temporal.Instant): DomainEvent[] {
    const before = this.facts();
    this.apply(details);
    const changes = changesBetween(before, this.facts());
    if (Object.keys(changes).length === 0) return [];
    this.updatedAt = at;
    return [this.event('task.updated', { fields: Object.keys(changes) }, changes)];
  }

  /** Enters a status of the project's workflow; finishing and reopening are told as events of their own. */
  moveTo(status: StatusRef, by: string, at: Temporal.Instant): DomainEvent[] {
    if (status.key === this.status) return [];
    const from = { key: this.status, category: this.statusCategory };
    this.status = status.key;
    this.statusCategory = status.category;
    this.updatedAt = at;
    const events = [
      this.event(
        'task.status_changed',
        { from: from.key, to: status.key, from_category: from.category, to_category: status.category },
        { status: [from.key, status.key] },
      ),
    ];
    if (this.isDone && from.category !== 'done') events.push(this.finish(by, at));
    if (!this.isDone && from.category === 'done') events.push(this.reopen());
    return events;
  }

  /** Finishes the task; a second time is refused, so that nothing is counted twice. */
  complete(done: StatusRef, by: string, at: Temporal.Instant): DomainEvent[] {
    if (this.isDone) throw new TaskAlreadyCompleted(this.key);
    return this.moveTo(done, by, at);
  }

  assign(userIds: readonly string[], at: Temporal.Instant): DomainEvent[] {
    const before = this.assigneeIds;
    const after = [...new Set(userIds)];
    const added = after.filter((id) => !before.includes(id));
    const removed = before.filter((id) => !after.includes(id));
    if (added.length + removed.length === 0) return [];
    this.assigneeIds = after;
    this.updatedAt = at;
    return [this.event('task.assigned', { assignee_ids: after, added, removed }, { assignee_ids: [before, after] })];
  }

  place(rank: string, at: Temporal.Instant): DomainEvent[] {
    const before = this.rank;
    if (rank === before) return [];
    this.rank = rank;
    this.updatedAt = at;
    return [this.event('task.moved', { rank, status: this.status }, { rank: [before, rank] })];
  }

  deleted(): DomainEvent {
    return this.event('task.deleted', {}, changesBetween(this.facts(), {}));
  }

  /** An event on this task, with what followers need to know of it without asking back. */
  event(
    type: string,
    data: Record<string, unknown>,
    changes?: DomainEvent['changes'] | Record<string, unknown>,
  ): DomainEvent {
    return {
      type,
      subject: { type: 'Task', id: this.id },
      projectId: this.projectId,
      data: {
        key: this.key,
        title: this.title,
        status: this.status,
        status_category: this.statusCategory,
        priority: this.priority,
        difficulty: this.difficulty,
        labels: this.labels,
        cost: this.cost,
        assignee_ids: this.assigneeIds,
        creator_id: this.creatorId,
        milestone_id: this.milestoneId,
        ...data,
      },
      changes: type === 'task.created' ? changesBetween({}, changes ?? {}) : (changes as DomainEvent['changes']),
    };
  }

  private get cost(): { minor: number; currency: string | null } | null {
    return this.costMinor === null ? null : { minor: this.costMinor, currency: this.costCurrency };
  }

  private finish(by: string, at: Temporal.Instant): DomainEvent {
    this.completedAt = at;
    this.completedBy = by;
    return this.event('task.completed', { completed_by: by, on_time: this.onTime });
  }

  private reopen(): DomainEvent {
    this.completedAt = this.completedBy = null;
    return this.event('task.reopened', {});
  }

  private apply({ priority, start, due, cost, ...rest }: Partial<TaskDetails>): void {
    Object.assign(this, rest);
    if (priority) this.priority = priorities.indexOf(priority);
    if (start !== undefined) [this.startDate, this.startAt] = [start?.text ?? null, start?.at ?? null];
    if (due !== undefined) [this.dueDate, this.dueAt] = [due?.text ?? null, due?.at ?? null];
    if (cost !== undefined) [this.costMinor, this.costCurrency] = [cost?.minor ?? null, cost?.currency ?? null];
    if (this.startAt && this.dueAt && Temporal.Instant.compare(this.dueAt, this.startAt) < 0) {
      throw new InvalidInput('/due_date', 'before_start', 'The due date lies before the start date.');
    }
  }

  private facts(): Record<string, unknown> {
    return {
      title: this.title,
      description: this.description,
      priority: priorities[this.priority],
      difficulty: this.difficulty,
      required_skills: this.requiredSkills,
      start_date: this.startDate,
      due_date: this.dueDate,
      estimate_hours: this.estimateHours,
      actual_hours: this.actualHours,
      cost: this.cost,
      labels: this.labels,
      custom_fields: this.customFields,
      links: this.links,
      milestone_id: this.milestoneId,
      parent_id: this.parentId,
    };
  }
}

/** The work is done already. */
export class TaskAlreadyCompleted extends DomainError {
  constructor(key: string) {
    super('conflict', 'already_completed', `${key} is already completed.`);
  }
}
