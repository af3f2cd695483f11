import { DomainError, newId, type Origin } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { EventLog } from '#platform/events/event-log';
import { Database } from '#platform/postgres/database';
import { type Account, Accounts, type Membership, type NewAccount } from '../domain/accounts.ts';
import { builtInRoles } from '../domain/built-in-roles.ts';

interface AccountRow {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
}

@Injectable()
export class PostgresAccounts extends Accounts {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
  ) {
    super();
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    const [row] = await this.database.systemRows<AccountRow>(sql`
      select id, email, name, password_hash  from accounts where lower(email) = ${email}`);
    if (!row) return undefined;
    return {
      id: row.id,
      email: row.email,
      name: row.name,
      passwordHash: row.password_hash,
    };
  }

  memberships(accountId: string): Promise<Membership[]> {
    return this.database.systemRows<Membership>(sql`
      select o.organization_id as "organizationId", o.name, o.slug
      from members m join organizations o on o.organization_id = m.organization_id
      where m.user_id = ${accountId} and m.status = 'active' order by m.created_at`);
  }

  async signUp(account: NewAccount, organization: { id: string; name: string }, origin: Origin): Promise<Membership> {
    const { id, name } = organization;
    const slug = `${slugOf(name)}-${id.slice(-6)}`;
    await this.database.system.transaction().execute(async (transaction) => {
      const inserted = await sql`
        insert into accounts (id, email, name, password_hash)
        values (${account.id}, ${account.email}, ${account.name}, ${account.passwordHash})
        on conflict do nothing returning id`.execute(transaction);
      if (inserted.rows.length === 0) throw new EmailTaken();
      await sql`insert into organizations (organization_id, name, slug) values (${id}, ${name}, ${slug})`.execute(
        transaction,
      );
      await sql`
        insert into roles (organization_id, id, key, name, description, permissions, built_in)
        select ${id}, r.id, r.key, r.name, r.description, r.permissions, true
        from jsonb_to_recordset(${JSON.stringify(roleRows())}::jsonb)
          as r(id uuid, key text, name text, description text, permissions jsonb)`.execute(transaction);
      await sql`
        insert into members (organization_id, user_id, email, name, role_id)
        select ${id}, ${account.id}, ${account.email}, ${account.name}, r.id
        from roles r where r.organization_id = ${id} and r.key = 'owner'`.execute(transaction);
      await this.append(transaction, account, { id, name }, origin);
    });
    return { organizationId: id, name, slug };
  }

  private append(
    transaction: Kysely<Record<string, never>>,
    account: NewAccount,
    organization: { id: string; name: string },
    origin: Origin,
  ): Promise<void> {
    const scope = { organizationId: organization.id, by: { userId: account.id, origin } };
    return this.log.append(transaction, scope, [
      {
        type: 'organization.created',
        subject: { type: 'Organization', id: organization.id },
        data: { name: organization.name },
        changes: { name: [null, organization.name] },
      },
      {
        type: 'member.joined',
        subject: { type: 'Member', id: account.id },
        data: { name: account.name, role: 'owner' },
        changes: { name: [null, account.name], email: [null, account.email], role: [null, 'owner'] },
      },
    ]);
  }
}

const roleRows = () => Object.entries(builtInRoles).map(([key, role]) => ({ id: newId(), key, ...role }));

const slugOf = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40) || 'organization';

class EmailTaken extends DomainError {
  constructor() {
    const detail = 'An account with this e-mail address exists. Sign in instead.';
    super('conflict', 'email_taken', detail, {}, [{ pointer: '/email', code: 'email_taken', detail }]);
  }
}
