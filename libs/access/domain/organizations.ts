import type { DomainEvent } from '#kernel/index';
import type { Organization } from './organization.ts';

/** Where the organization at hand lives. `save` stores it and its events together, or neither. */
export abstract class Organizations {
  /** Locked until the transaction ends. */
  abstract current(): Promise<Organization>;
  abstract save(organization: Organization, ...events: DomainEvent[]): Promise<void>;
}
