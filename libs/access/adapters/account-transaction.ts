import type { DomainEvent } from '#kernel/index';
import type { Kysely } from 'kysely';

/** A transaction as the system's role, for what stands outside the organizations. */
export type SystemTransaction = Kysely<Record<string, never>>;

/** Takes what happened in an organization, to be stored with the rows. */
export type Raise = (organizationId: string, events: readonly DomainEvent[]) => void;
