import { changesBetween, type DomainEvent, InvalidInput } from '#kernel/index';

export const projectStatuses = ['planned', 'active', 'on_hold', 'completed', 'cancelled'] as const;
export const projectHealths = ['on_track', 'at_risk', 'blocked'] as const;

/** What people may change about a project. */
export interface ProjectDetails {
  title: string;
  description: string;
  status: (typeof projectStatuses)[number];
  priority: string;
  health: (typeof projectHealths)[number];
  healthReason: string;
  leadId: string | null;
  portfolioId: string | null;
  startDate: string | null;
  dueDate: string | null;
  customFields: Record<string, unknown>;
}

const KEY = /^[A-Z][A-Z0-9]{1,9}$/;

/** A body of work with its own tasks, people and board. */
export class Project implements ProjectDetails {
  readonly organizationId: string;
  readonly id: string;
  readonly key: string;
  readonly creatorId: string;
  title: string;
  description = '';
  status: ProjectDetails['status'] = 'active';
  priority = 'medium';
  health: ProjectDetails['health'] = 'on_track';
  healthReason = '';
  leadId: string | null = null;
  portfolioId: string | null = null;
  startDate: string | null = null;
  dueDate: string | null = null;
  customFields: Record<string, unknown> = {};
  archivedAt: Temporal.Instant | null = null;
  externalSource: string | null = null;
  externalId: string | null = null;
  version = 1;
  createdAt: Temporal.Instant;
  updatedAt: Temporal.Instant;

  constructor(
    identity: { organizationId: string; id: string; key: string; creatorId: string },
    details: Partial<ProjectDetails> & { title: string },
    at: Temporal.Instant,
  ) {
    if (!KEY.test(identity.key)) {
      throw new InvalidInput(
        '/key',
        'invalid_key',
        'A key has 2 to 10 capital letters or digits and starts with a letter.',
      );
    }
    this.organizationId = identity.organizationId;
    this.id = identity.id;
    this.key = identity.key;
    this.creatorId = identity.creatorId;
    this.createdAt = this.updatedAt = at;
    Object.assign(this, details);
    this.checkDetails();
  }

  get subjectType() {
    return 'Project' as const;
  }

  created(): DomainEvent {
    return this.event('project.created', { key: this.key, title: this.title }, changesBetween({}, this.facts()));
  }

  edit(details: Partial<ProjectDetails>, at: Temporal.Instant): DomainEvent | undefined {
    const before = this.facts();
    Object.assign(this, details);
    this.checkDetails();
    const changes = changesBetween(before, this.facts());
    if (Object.keys(changes).length === 0) return undefined;
    this.updatedAt = at;
    return this.event('project.updated', { key: this.key, fields: Object.keys(changes) }, changes);
  }

  archive(at: Temporal.Instant): DomainEvent {
    this.archivedAt = this.updatedAt = at;
    return this.event('project.archived', { key: this.key }, { archived: [false, true] });
  }

  restore(at: Temporal.Instant): DomainEvent {
    this.archivedAt = null;
    this.updatedAt = at;
    return this.event('project.restored', { key: this.key }, { archived: [true, false] });
  }

  /** Another way of working: the statuses before and after. */
  reshaped(before: readonly { key: string }[], after: readonly { key: string }[]): DomainEvent {
    return this.event(
      'project.workflow_changed',
      { statuses: after.map(({ key }) => key) },
      { statuses: [before, after] },
    );
  }

  deleted(): DomainEvent {
    return this.event('project.deleted', { key: this.key, title: this.title }, changesBetween(this.facts(), {}));
  }

  private event(type: string, data: Record<string, unknown>, changes: DomainEvent['changes']): DomainEvent {
    return { type, subject: { type: 'Project', id: this.id }, projectId: this.id, data, changes };
  }

  private checkDetails(): void {
    if (this.startDate && this.dueDate && this.dueDate < this.startDate) {
      throw new InvalidInput('/due_date', 'before_start', 'The due date lies before the start date.');
    }
    if (this.health === 'blocked' && !this.healthReason) {
      throw new InvalidInput('/health_reason', 'required', 'Say what blocks the project.');
    }
  }

  private facts(): Record<string, unknown> {
    return {
      title: this.title,
      description: this.description,
      status: this.status,
      priority: this.priority,
      health: this.health,
      health_reason: this.healthReason,
      lead_id: this.leadId,
      portfolio_id: this.portfolioId,
      start_date: this.startDate,
      due_date: this.dueDate,
      custom_fields: this.customFields,
    };
  }
}
