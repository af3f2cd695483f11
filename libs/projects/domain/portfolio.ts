import { changesBetween, type DomainEvent } from '#kernel/index';

export const portfolioKinds = ['portfolio', 'programme'] as const;

/** What people may change about a portfolio. */
export interface PortfolioDetails {
  name: string;
  description: string;
  kind: (typeof portfolioKinds)[number];
  parentId: string | null;
}

/** Projects that are steered together. */
export class Portfolio implements PortfolioDetails {
  readonly organizationId: string;
  readonly id: string;
  name: string;
  description = '';
  kind: PortfolioDetails['kind'] = 'portfolio';
  parentId: string | null = null;
  version = 1;
  createdAt: Temporal.Instant;
  updatedAt: Temporal.Instant;

  constructor(
    identity: { organizationId: string; id: string },
    details: Partial<PortfolioDetails> & { name: string },
    at: Temporal.Instant,
  ) {
    this.organizationId = identity.organizationId;
    this.id = identity.id;
    this.createdAt = this.updatedAt = at;
    Object.assign(this, details);
  }

  get subjectType() {
    return 'Portfolio' as const;
  }

  created(): DomainEvent {
    return this.event('portfolio.created', changesBetween({}, this.facts()));
  }

  edit(details: Partial<PortfolioDetails>, at: Temporal.Instant): DomainEvent[] {
    const before = this.facts();
    Object.assign(this, details);
    const changes = changesBetween(before, this.facts());
    if (Object.keys(changes).length === 0) return [];
    this.updatedAt = at;
    return [this.event('portfolio.updated', changes)];
  }

  deleted(): DomainEvent {
    return this.event('portfolio.deleted', changesBetween(this.facts(), {}));
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    return { type, subject: { type: 'Portfolio', id: this.id }, data: { name: this.name }, changes };
  }

  private facts(): Record<string, unknown> {
    return { name: this.name, description: this.description, kind: this.kind, parent_id: this.parentId };
  }
}
