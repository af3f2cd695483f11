import type { DomainEvent } from '#kernel/index';
import type { Invitation } from './invitation.ts';

/** Where the invitations of the organization at hand live. What changes one stores its events too, or neither. */
export abstract class Invitations {
  /** Locked until the transaction ends. */
  abstract get(id: string): Promise<Invitation>;
  /** The invitation of an address that may still be accepted at that moment. */
  abstract openFor(email: string, at: Temporal.Instant): Promise<Invitation | undefined>;
  abstract add(invitation: Invitation, ...events: DomainEvent[]): Promise<void>;
  abstract save(invitation: Invitation, ...events: DomainEvent[]): Promise<void>;
}
