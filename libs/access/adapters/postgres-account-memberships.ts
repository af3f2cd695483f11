import { DomainError, newId } from '#kernel/index';
import { sql } from 'kysely';
import type { Account } from '../domain/account.ts';
import { type Membership, Memberships } from '../domain/account-memberships.ts';
import { builtInRoles } from '../domain/built-in-roles.ts';
import type { Raise, SystemTransaction } from './account-transaction.ts';

/** Memberships across organizations, as one transaction of the system's role sees them. */
export class PostgresMemberships extends Memberships {
  constructor(
    private readonly transaction: SystemTransaction,
    private readonly raise: Raise,
  ) {
    super();
  }

  async of(accountId: string): Promise<Membership[]> {
    const { rows } = await sql<Membership>`
      select o.organization_id as "organizationId", o.name, o.slug,
        jsonb_build_object('key', r.key, 'name', r.name) as role
      from members m
      join organizations o on o.organization_id = m.organization_id
      join roles r on r.organization_id = m.organization_id and r.id = m.role_id
      left join lateral (
        select max(s.last_used_at) as last_at from sessions s
        where s.account_id = m.user_id and s.organization_id = m.organization_id) used on true
      where m.user_id = ${accountId} and m.status = 'active'
      order by used.last_at desc nulls last, m.created_at`.execute(this.transaction);
    return rows;
  }

  async found({ id, name }: { id: string; name: string }, owner: Account): Promise<Membership> {
    const slug = `${slugOf(name)}-${id.slice(-6)}`;
    await sql`insert into organizations (organization_id, name, slug) values (${id}, ${name}, ${slug})`.execute(
      this.transaction,
    );
    const roles = Object.entries(builtInRoles).map(([key, role]) => ({ id: newId(), key, ...role }));
    await sql`
      insert into roles (organization_id, id, key, name, description, permissions, built_in)
      select ${id}, r.id, r.key, r.name, r.description, r.permissions, true
      from jsonb_to_recordset(${JSON.stringify(roles)}::jsonb)
        as r(id uuid, key text, name text, description text, permissions jsonb)`.execute(this.transaction);
    const subject = { type: 'Organization', id };
    this.raise(id, [{ type: 'organization.created', subject, data: { name, slug }, changes: { name: [null, name] } }]);
    const { id: roleId, key } = roles.find((role) => role.key === 'owner')!;
    await this.join(id, owner, roleId);
    return { organizationId: id, name, slug, role: { key, name: builtInRoles.owner.name } };
  }

  async join(organizationId: string, { state }: Account, roleId: string): Promise<void> {
    const { id, kind, email, name } = state;
    const { rows } = await sql<{ status: string; role: string; is_new: boolean }>`
      insert into members (organization_id, user_id, kind, email, name, role_id)
      values (${organizationId}, ${id}, ${kind}, ${email}, ${name}, ${roleId})
      on conflict (organization_id, user_id) do update set user_id = excluded.user_id
      returning status, (xmax = 0) as is_new,
        (select r.key from roles r where r.organization_id = ${organizationId} and r.id = ${roleId}) as role`.execute(
      this.transaction,
    );
    const { status, role, is_new } = rows[0]!;
    if (status !== 'active') throw new MemberDeactivated();
    if (!is_new) return;
    this.raise(organizationId, [
      {
        type: 'member.joined',
        subject: { type: 'Member', id },
        data: { user_id: id, name, kind, role },
        changes: { name: [null, name], email: [null, email], role: [null, role] },
      },
    ]);
  }
}

const slugOf = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '') || 'organization';

class MemberDeactivated extends DomainError {
  constructor() {
    super('forbidden', 'member_deactivated', 'Your membership of this organization has been deactivated.');
  }
}
