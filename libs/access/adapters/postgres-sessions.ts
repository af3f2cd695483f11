import type { Origin } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Session, Sessions } from '../domain/sessions.ts';

@Injectable()
export class PostgresSessions extends Sessions {
  constructor(private readonly database: Database) {
    super();
  }

  async open(session: Session, refreshHash: string, expiresAt: Temporal.Instant, origin: Origin): Promise<void> {
    await this.database.systemRows(sql`
      insert into sessions (id, account_id, organization_id, refresh_hash, expires_at, ip, user_agent)
      values (${session.id}, ${session.accountId}, ${session.organizationId}, ${refreshHash}, ${expiresAt.toString()},
              ${origin.ip ?? null}, ${origin.userAgent ?? null})`);
  }

  async rotate(refreshHash: string, nextHash: string, expiresAt: Temporal.Instant) {
    const [rotated] = await this.database.systemRows<Session>(sql`
      update sessions set refresh_hash = ${nextHash}, used_hashes = used_hashes || ${refreshHash}::text,
        expires_at = ${expiresAt.toString()}
      where refresh_hash = ${refreshHash} and revoked_at is null and expires_at > now()
      returning id, account_id as "accountId", organization_id as "organizationId"`);
    if (rotated) return rotated;
    const reused = await this.database.systemRows(sql`
      update sessions set revoked_at = coalesce(revoked_at, now()) where ${refreshHash} = any(used_hashes) returning id`);
    return reused.length > 0 ? ('reused' as const) : undefined;
  }

  async revoke(sessionId: string): Promise<void> {
    await this.database.systemRows(sql`update sessions set revoked_at = now() where id = ${sessionId}`);
  }

  async revokeAll(accountId: string): Promise<void> {
    await this.database.systemRows(sql`
      update sessions set revoked_at = now() where account_id = ${accountId} and revoked_at is null`);
  }
}
