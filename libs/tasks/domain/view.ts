import { changesBetween, type DomainEvent } from '#kernel/index';

/** How a view lays its tasks out. */
export const viewKinds = ['list', 'board', 'calendar', 'gantt'] as const;

/** What divides a view into lanes. */
export const swimlanes = ['assignee', 'priority', 'label', 'milestone', 'none'] as const;

/** What people may change about a view. */
export interface ViewDetails {
  name: string;
  kind: (typeof viewKinds)[number];
  /** Filters of the task list by name, as a query would give them. */
  filter: Readonly<Record<string, unknown>>;
  /** Sort keys of the task list; null leaves its own order. */
  orderBy: string | null;
  swimlane: (typeof swimlanes)[number];
  /** Whether everybody who sees the project's tasks has it, or its author alone. */
  isShared: boolean;
}

/** A saved way to look at a project's tasks. */
export class View implements ViewDetails {
  readonly subjectType = 'View';
  name: string;
  kind: ViewDetails['kind'];
  filter: ViewDetails['filter'];
  orderBy: string | null;
  swimlane: ViewDetails['swimlane'];
  isShared: boolean;

  constructor(
    readonly id: string,
    readonly projectId: string,
    readonly authorId: string,
    details: Partial<ViewDetails> & Pick<ViewDetails, 'name' | 'kind'>,
    readonly version = 1,
  ) {
    this.name = details.name;
    this.kind = details.kind;
    this.filter = details.filter ?? {};
    this.orderBy = details.orderBy ?? null;
    this.swimlane = details.swimlane ?? 'none';
    this.isShared = details.isShared ?? false;
  }

  created(): DomainEvent {
    return this.event('view.created', changesBetween({}, this.facts()));
  }

  edit(details: Partial<ViewDetails>): DomainEvent[] {
    const before = this.facts();
    Object.assign(this, details);
    const changes = changesBetween(before, this.facts());
    return Object.keys(changes).length === 0 ? [] : [this.event('view.updated', changes)];
  }

  deleted(): DomainEvent {
    const gone = Object.fromEntries(
      Object.entries(this.facts()).map(([field, value]) => [field, [value, null] as const]),
    );
    return this.event('view.deleted', gone);
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const { id, projectId, authorId, isShared } = this;
    const data = { author_id: authorId, is_shared: isShared, name: this.name, kind: this.kind };
    const recipientId = isShared ? null : authorId;
    return { type, subject: { type: 'View', id }, projectId, recipientId, data, changes };
  }

  private facts(): Record<string, unknown> {
    return {
      name: this.name,
      kind: this.kind,
      // Sorted, for the same filters in another order are no change.
      filter: Object.fromEntries(Object.entries(this.filter).sort(([a], [b]) => (a < b ? -1 : 1))),
      order_by: this.orderBy,
      swimlane: this.swimlane,
      is_shared: this.isShared,
    };
  }
}
