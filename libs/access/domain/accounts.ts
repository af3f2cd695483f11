import type { DomainEvent } from '#kernel/index';
import type { Account } from './account.ts';

/** Where accounts live, outside all organizations; one that is got stays locked until the work on it ends. */
export abstract class Accounts {
  abstract findByEmail(email: string): Promise<Account | undefined>;
  abstract get(id: string): Promise<Account>;
  /** Refuses an address that another account has. */
  abstract add(account: Account): Promise<void>;
  /** Stores the account and tells what happened to each organization that it belongs to. */
  abstract save(account: Account, ...events: DomainEvent[]): Promise<void>;
}
