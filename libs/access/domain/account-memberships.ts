import type { Account } from './account.ts';

/** An organization that an account belongs to, and as what. */
export interface Membership {
  organizationId: string;
  name: string;
  slug: string;
  role: { key: string; name: string };
}

/** Which account belongs to which organization, as far as signing in needs it. */
export abstract class Memberships {
  /** The active ones, the one signed in to last first. */
  abstract of(accountId: string): Promise<Membership[]>;
  /** Makes an organization with the built-in roles and its owner. */
  abstract found(organization: { id: string; name: string }, owner: Account): Promise<Membership>;
  /** Lets an account into an organization; refuses where it has been deactivated. */
  abstract join(organizationId: string, account: Account, roleId: string): Promise<void>;
}
