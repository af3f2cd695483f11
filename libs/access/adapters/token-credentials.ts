import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { hashToken } from '#platform/crypto/tokens';
import { Database } from '#platform/postgres/database';
import type { Authenticated } from '../application/authenticator.ts';

/** What a token stands for. */
export interface Credential extends Pick<Authenticated, 'sessionId' | 'kind' | 'expiresAt'> {
  userId: string;
  organizationId: string;
  scopes?: readonly string[];
}

interface TokenRow {
  id: string;
  user_id: string;
  organization_id: string;
  scopes: string[];
  expires_at: string | null;
  is_stale: boolean;
}

/** Looks tokens up before any organization is known, hence as the system's role. */
@Injectable()
export class StoredCredentials {
  constructor(private readonly database: Database) {}

  /** The session, if it is open and its person still a member. */
  async ofSession(
    claims: { userId: string; organizationId: string; sessionId: string },
    at: Temporal.Instant,
  ): Promise<Credential | undefined> {
    const [found] = await this.database.systemRows<{ provider_id: string | null }>(sql`
      select s.provider_id from sessions s
      join members m on m.organization_id = s.organization_id and m.user_id = s.account_id and m.status = 'active'
      where s.id = ${claims.sessionId} and s.account_id = ${claims.userId}
        and s.organization_id = ${claims.organizationId} and s.revoked_at is null and s.expires_at > ${at.toString()}`);
    return found && { ...claims, kind: found.provider_id ? 'single_sign_on' : 'session', expiresAt: null };
  }

  /** The personal access token; its last use is noted at most once a minute. */
  async ofAccessToken(token: string, at: Temporal.Instant): Promise<Credential | undefined> {
    const now = at.toString();
    const [found] = await this.database.systemRows<TokenRow>(sql`
      select t.id, t.user_id, t.organization_id, t.scopes, t.expires_at,
        coalesce(t.last_used_at < ${now}::timestamptz - interval '1 minute', true) as is_stale
      from access_tokens t
      join members m on m.organization_id = t.organization_id and m.user_id = t.user_id and m.status = 'active'
      where t.hash = ${hashToken(token)} and t.revoked_at is null
        and (t.expires_at is null or t.expires_at > ${now}::timestamptz)`);
    if (!found) return undefined;
    const { id, user_id, organization_id, scopes, expires_at, is_stale } = found;
    if (is_stale) {
      await this.database.systemRows(sql`
        update access_tokens set last_used_at = ${now}
        where organization_id = ${organization_id} and id = ${id}
          and coalesce(last_used_at < ${now}::timestamptz - interval '1 minute', true)`);
    }
    return {
      userId: user_id,
      organizationId: organization_id,
      sessionId: id,
      kind: 'token',
      scopes,
      expiresAt: expires_at === null ? null : Temporal.Instant.from(expires_at),
    };
  }
}
