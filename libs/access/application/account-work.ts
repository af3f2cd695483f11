import type { Origin } from '#kernel/index';
import type { Identities } from '../domain/account-identities.ts';
import type { Memberships } from '../domain/account-memberships.ts';
import type { Accounts } from '../domain/accounts.ts';
import type { OneTimeTokens } from '../domain/one-time-tokens.ts';
import type { OpenInvitations } from '../domain/open-invitations.ts';
import type { Sessions } from '../domain/sessions.ts';

/** What belongs to signing in, as one transaction sees it. */
export interface AccountStores {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly memberships: Memberships;
  readonly identities: Identities;
  readonly oneTimeTokens: OneTimeTokens;
  readonly invitations: OpenInvitations;
}

/** Who works on accounts, as far as it is known already, and from where. */
export interface Visitor {
  readonly userId?: string;
  readonly origin: Origin;
}

/**
 * Accounts stand outside all organizations, so their changes have transactions of their own: rows, events and audit
 * entries of one `run` are kept together or not at all.
 */
export abstract class AccountWork {
  abstract run<T>(by: Visitor, work: (stores: AccountStores) => Promise<T>): Promise<T>;
}
