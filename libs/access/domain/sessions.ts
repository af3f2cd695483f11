import type { DomainEvent } from '#kernel/index';
import type { Session } from './session.ts';

/** Where sessions live; one that is got stays locked until the work on it ends. */
export abstract class Sessions {
  abstract find(id: string): Promise<Session | undefined>;
  /** Those still open, newest first; of one organization only where that is named. */
  abstract openOf(accountId: string, at: Temporal.Instant, organizationId?: string): Promise<Session[]>;
  abstract add(session: Session, ...events: DomainEvent[]): Promise<void>;
  abstract save(session: Session, ...events: DomainEvent[]): Promise<void>;
}
