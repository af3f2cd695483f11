import { Clock, type DomainEvent } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { EventLog } from '#platform/events/event-log';
import { Database } from '#platform/postgres/database';
import { type AccountStores, AccountWork, type Visitor } from '../application/account-work.ts';
import { Authenticator } from '../application/authenticator.ts';
import type { Raise, SystemTransaction } from './account-transaction.ts';
import { PostgresAccounts } from './postgres-accounts.ts';
import { PostgresIdentities } from './postgres-account-identities.ts';
import { PostgresMemberships } from './postgres-account-memberships.ts';
import { PostgresOneTimeTokens } from './postgres-one-time-tokens.ts';
import { PostgresOpenInvitations } from './postgres-open-invitations.ts';
import { PostgresSessions } from './postgres-sessions.ts';

@Injectable()
export class PostgresAccountWork extends AccountWork {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run<T>(by: Visitor, work: (stores: AccountStores) => Promise<T>): Promise<T> {
    const raised = new Map<string, DomainEvent[]>();
    const raise: Raise = (organizationId, events) => {
      if (events.length > 0) raised.set(organizationId, [...(raised.get(organizationId) ?? []), ...events]);
    };
    const result = await this.database.system.transaction().execute(async (transaction) => {
      const done = await work(this.stores(transaction, raise));
      let place = 0;
      for (const [organizationId, events] of raised) {
        await this.log.append(transaction, { organizationId, by }, events, place);
        place += events.length;
      }
      return done;
    });
    for (const event of [...raised.values()].flat()) this.authenticator.hear(event);
    if (raised.size > 0) this.log.announce();
    return result;
  }

  private stores(transaction: SystemTransaction, raise: Raise): AccountStores {
    return {
      accounts: new PostgresAccounts(transaction, raise),
      sessions: new PostgresSessions(transaction, raise),
      memberships: new PostgresMemberships(transaction, raise),
      identities: new PostgresIdentities(transaction),
      oneTimeTokens: new PostgresOneTimeTokens(transaction, this.clock),
      invitations: new PostgresOpenInvitations(transaction, raise),
    };
  }
}
