import type { DomainEvent } from '#kernel/index';
import { Policies, readPolicies, type StoredPolicies } from '../domain/policies.ts';

/** Policies that a test sets. */
export class FixedPolicies extends Policies {
  readonly events: DomainEvent[] = [];

  constructor(public policies: StoredPolicies = {}) {
    super();
  }

  async current() {
    return readPolicies(this.policies);
  }

  async stored() {
    return { policies: this.policies, version: 1 + this.events.length };
  }

  async save(policies: StoredPolicies, event: DomainEvent): Promise<void> {
    this.policies = policies;
    this.events.push(event);
  }
}
