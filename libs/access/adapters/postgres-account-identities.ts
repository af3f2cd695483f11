import { sql } from 'kysely';
import { Identities } from '../domain/account-identities.ts';
import type { SystemTransaction } from './account-transaction.ts';

/** Links to people of outside identity providers, as one transaction of the system's role sees them. */
export class PostgresIdentities extends Identities {
  constructor(private readonly transaction: SystemTransaction) {
    super();
  }

  async accountOf(providerId: string, subject: string): Promise<string | undefined> {
    const { rows } = await sql<{ account_id: string }>`
      select account_id from account_identities where provider_id = ${providerId} and subject = ${subject}`.execute(
      this.transaction,
    );
    return rows[0]?.account_id;
  }

  async link(providerId: string, subject: string, accountId: string): Promise<void> {
    await sql`
      insert into account_identities (provider_id, subject, account_id)
      values (${providerId}, ${subject}, ${accountId}) on conflict do nothing`.execute(this.transaction);
  }
}
