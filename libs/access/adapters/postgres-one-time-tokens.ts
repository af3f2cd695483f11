import type { Clock } from '#kernel/index';
import { sql } from 'kysely';
import { hashToken, newToken, type TokenKind } from '#platform/crypto/tokens';
import { oneTimeLifetimes, type OneTimeGrant, type OneTimePurpose, OneTimeTokens } from '../domain/one-time-tokens.ts';
import type { SystemTransaction } from './account-transaction.ts';

interface GrantRow {
  account_id: string | null;
  data: OneTimeGrant['data'];
}

const kinds: Record<OneTimePurpose, TokenKind> = {
  password_reset: 'passwordReset',
  email_verification: 'emailVerification',
  second_factor: 'secondFactor',
  oidc_sign_in: 'singleSignOn',
  oidc_exchange: 'exchange',
};

/** Single-use tokens, as one transaction of the system's role sees them. */
export class PostgresOneTimeTokens extends OneTimeTokens {
  constructor(
    private readonly transaction: SystemTransaction,
    private readonly clock: Clock,
  ) {
    super();
  }

  async issue(purpose: OneTimePurpose, { accountId, data }: OneTimeGrant): Promise<string> {
    const { token, hash } = newToken(kinds[purpose]);
    const expiresAt = this.clock.now().add(oneTimeLifetimes[purpose]);
    await sql`delete from one_time_tokens where expires_at < ${this.now()}::timestamptz - interval '1 day'`.execute(
      this.transaction,
    );
    await sql`
      insert into one_time_tokens (hash, account_id, purpose, data, expires_at)
      values (${hash}, ${accountId}, ${purpose}, ${JSON.stringify(data)}::jsonb, ${expiresAt.toString()})`.execute(
      this.transaction,
    );
    return token;
  }

  async use(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant | undefined> {
    const { rows } = await sql<GrantRow>`
      update one_time_tokens set used_at = ${this.now()}
      where hash = ${hashToken(token)} and purpose = ${purpose} and used_at is null and expires_at > ${this.now()}
      returning account_id, data`.execute(this.transaction);
    return rows[0] && grantOf(rows[0]);
  }

  async peek(purpose: OneTimePurpose, token: string): Promise<OneTimeGrant | undefined> {
    const { rows } = await sql<GrantRow>`
      select account_id, data from one_time_tokens
      where hash = ${hashToken(token)} and purpose = ${purpose} and used_at is null and expires_at > ${this.now()}
      for update`.execute(this.transaction);
    return rows[0] && grantOf(rows[0]);
  }

  async discard(purpose: OneTimePurpose, accountId: string): Promise<void> {
    await sql`
      update one_time_tokens set used_at = ${this.now()}
      where account_id = ${accountId} and purpose = ${purpose} and used_at is null`.execute(this.transaction);
  }

  private now(): string {
    return this.clock.now().toString();
  }
}

const grantOf = ({ account_id, data }: GrantRow): OneTimeGrant => ({ accountId: account_id, data });
