import type { DomainEvent } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import { Session } from '../domain/session.ts';
import { Sessions } from '../domain/sessions.ts';
import type { Raise, SystemTransaction } from './account-transaction.ts';

interface SessionRow {
  id: string;
  account_id: string;
  organization_id: string;
  provider_id: string | null;
  refresh_hash: string;
  used_hashes: string[];
  user_agent: string | null;
  ip: string | null;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  revoked_at: string | null;
}

/** Sessions, as one transaction of the system's role sees them. */
export class PostgresSessions extends Sessions {
  constructor(
    private readonly transaction: SystemTransaction,
    private readonly raise: Raise,
  ) {
    super();
  }

  async find(id: string): Promise<Session | undefined> {
    return (await this.select(sql`id = ${id}`))[0];
  }

  openOf(accountId: string, at: Temporal.Instant, organizationId?: string): Promise<Session[]> {
    const inOne = organizationId ? sql`organization_id = ${organizationId}` : sql`true`;
    return this.select(sql`
      account_id = ${accountId} and revoked_at is null and expires_at > ${at.toString()} and ${inOne}`);
  }

  async add({ state }: Session, ...events: DomainEvent[]): Promise<void> {
    await sql`
      insert into sessions (id, account_id, organization_id, provider_id, refresh_hash, user_agent, ip, created_at,
                            last_used_at, expires_at)
      values (${state.id}, ${state.accountId}, ${state.organizationId}, ${state.providerId}, ${state.refreshHash},
              ${state.userAgent?.slice(0, 500) ?? null}, ${state.ip}, ${state.createdAt.toString()},
              ${state.lastUsedAt.toString()}, ${state.expiresAt.toString()})`.execute(this.transaction);
    this.raise(state.organizationId, events);
  }

  async save({ state }: Session, ...events: DomainEvent[]): Promise<void> {
    await sql`
      update sessions set refresh_hash = ${state.refreshHash}, used_hashes = ${state.usedHashes},
        last_used_at = ${state.lastUsedAt.toString()}, expires_at = ${state.expiresAt.toString()},
        revoked_at = ${state.revokedAt?.toString() ?? null}
      where id = ${state.id}`.execute(this.transaction);
    this.raise(state.organizationId, events);
  }

  private async select(condition: RawBuilder<unknown>): Promise<Session[]> {
    const { rows } = await sql<SessionRow>`
      select id, account_id, organization_id, provider_id, refresh_hash, used_hashes, user_agent, ip, created_at,
        last_used_at, expires_at, revoked_at
      from sessions where ${condition} order by created_at desc, id desc for update`.execute(this.transaction);
    return rows.map(sessionOf);
  }
}

function sessionOf(row: SessionRow): Session {
  return new Session({
    id: row.id,
    accountId: row.account_id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    refreshHash: row.refresh_hash,
    usedHashes: row.used_hashes,
    userAgent: row.user_agent,
    ip: row.ip,
    createdAt: Temporal.Instant.from(row.created_at),
    lastUsedAt: Temporal.Instant.from(row.last_used_at),
    expiresAt: Temporal.Instant.from(row.expires_at),
    revokedAt: row.revoked_at === null ? null : Temporal.Instant.from(row.revoked_at),
  });
}
