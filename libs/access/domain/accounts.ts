import type { Origin } from '#kernel/index';

/** Somebody who can sign in. */
export interface Account {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
}

/** An organization that an account belongs to. */
export interface Membership {
  organizationId: string;
  name: string;
  slug: string;
}

/** Who a new organization begins with. */
export interface NewAccount {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
}

/** Where accounts and their sessions live, outside all organizations. */
export abstract class Accounts {
  abstract findByEmail(email: string): Promise<Account | undefined>;
  abstract memberships(accountId: string): Promise<Membership[]>;
  /** Stores account, organization, built-in roles and the owner's membership together; refuses a known address. */
  abstract signUp(account: NewAccount, organization: { id: string; name: string }, origin: Origin): Promise<Membership>;
}
