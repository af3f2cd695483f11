import { type DomainEvent, NotFound } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import { Account } from '../domain/account.ts';
import { EmailTaken } from '../domain/account-errors.ts';
import { Accounts } from '../domain/accounts.ts';
import type { Raise, SystemTransaction } from './account-transaction.ts';

interface AccountRow {
  id: string;
  kind: 'person' | 'service';
  email: string;
  name: string;
  password_hash: string | null;
  email_verified_at: string | null;
  totp_secret: string | null;
  totp_confirmed_at: string | null;
  totp_last_step: number | null;
  recovery_code_hashes: string[];
}

/** Accounts, as one transaction of the system's role sees them. */
export class PostgresAccounts extends Accounts {
  constructor(
    private readonly transaction: SystemTransaction,
    private readonly raise: Raise,
  ) {
    super();
  }

  findByEmail(email: string): Promise<Account | undefined> {
    return this.find(sql`lower(email) = lower(${email})`);
  }

  async get(id: string): Promise<Account> {
    const account = await this.find(sql`id = ${id}`);
    if (!account) throw new NotFound('account', id);
    return account;
  }

  async add({ state }: Account): Promise<void> {
    const { rows } = await sql`
      insert into accounts (id, kind, email, name, password_hash, email_verified_at)
      values (${state.id}, ${state.kind}, ${state.email}, ${state.name}, ${state.passwordHash},
              ${state.emailVerifiedAt?.toString() ?? null})
      on conflict do nothing returning id`.execute(this.transaction);
    if (rows.length === 0) throw new EmailTaken();
  }

  async save({ state }: Account, ...events: DomainEvent[]): Promise<void> {
    await sql`
      update accounts set name = ${state.name}, password_hash = ${state.passwordHash},
        email_verified_at = ${state.emailVerifiedAt?.toString() ?? null}, totp_secret = ${state.totpSecret},
        totp_confirmed_at = ${state.totpConfirmedAt?.toString() ?? null}, totp_last_step = ${state.totpLastStep},
        recovery_code_hashes = ${state.recoveryCodeHashes}
      where id = ${state.id}`.execute(this.transaction);
    const memberships = await sql<{ organization_id: string; name: string }>`
      select organization_id, name from members where user_id = ${state.id}
      order by organization_id for no key update`.execute(this.transaction);
    for (const { organization_id, name } of memberships.rows) {
      this.raise(organization_id, events);
      if (name !== state.name) await this.renameMember(organization_id, state, name);
    }
  }

  /** Members carry their name, so that lists need not look across organizations. */
  private async renameMember(organizationId: string, { id, name }: Account['state'], before: string): Promise<void> {
    await sql`
      update members set name = ${name}, version = version + 1
      where organization_id = ${organizationId} and user_id = ${id}`.execute(this.transaction);
    const subject = { type: 'Member', id };
    this.raise(organizationId, [
      { type: 'member.updated', subject, data: { user_id: id, name }, changes: { name: [before, name] } },
    ]);
  }

  private async find(condition: RawBuilder<unknown>): Promise<Account | undefined> {
    const { rows } = await sql<AccountRow>`
      select id, kind, email, name, password_hash, email_verified_at, totp_secret, totp_confirmed_at, totp_last_step,
        recovery_code_hashes
      from accounts where ${condition} for no key update`.execute(this.transaction);
    return rows[0] && accountOf(rows[0]);
  }
}

function accountOf(row: AccountRow): Account {
  return new Account({
    id: row.id,
    kind: row.kind,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    emailVerifiedAt: instant(row.email_verified_at),
    totpSecret: row.totp_secret,
    totpConfirmedAt: instant(row.totp_confirmed_at),
    totpLastStep: row.totp_last_step,
    recoveryCodeHashes: row.recovery_code_hashes,
  });
}

const instant = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));
