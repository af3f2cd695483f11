import type { DomainEvent } from '#kernel/index';
import type { Member } from './member.ts';

/** Where the members of the organization at hand live. `save` stores a member and its events together, or neither. */
export abstract class Members {
  /** Locked until the transaction ends. */
  abstract get(userId: string): Promise<Member>;
  abstract find(userId: string): Promise<Member | undefined>;
  /** The active owners, locked until the transaction ends so that two of them cannot both leave. */
  abstract owners(): Promise<string[]>;
  abstract withEmail(email: string): Promise<Member | undefined>;
  abstract save(member: Member, ...events: DomainEvent[]): Promise<void>;
}
