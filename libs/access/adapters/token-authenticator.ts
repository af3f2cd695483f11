import type { Origin } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { AccessTokens } from '#platform/crypto/jwt';
import { hashToken } from '#platform/crypto/tokens';
import { Unauthenticated } from '#platform/http/actor';
import { Database } from '#platform/postgres/database';
import { Actors } from '../application/actors.ts';
import { type Authenticated, Authenticator } from '../application/authenticator.ts';

/** What a believed token stands for. */
interface Believed {
  userId: string;
  organizationId: string;
  sessionId: string;
  scopes?: readonly string[];
  expiresAt: number | null;
  believedUntil: number;
}

const BELIEVED_MS = 60_000;
const MOST_BELIEVED = 50_000;

/** Access tokens and personal access tokens; a believed one is looked at again after a minute, or when it is revoked. */
@Injectable()
export class TokenAuthenticator extends Authenticator {
  private readonly believed = new Map<string, Believed>();

  constructor(
    private readonly database: Database,
    private readonly actors: Actors,
    private readonly accessTokens: AccessTokens,
  ) {
    super();
  }

  async authenticate(bearer: string, origin: Origin): Promise<Authenticated> {
    const now = Date.now();
    let token = this.believed.get(bearer);
    if (!token || token.believedUntil < now || (token.expiresAt !== null && token.expiresAt <= now)) {
      token = await this.look(bearer, now);
      if (this.believed.size >= MOST_BELIEVED) this.believed.clear();
      this.believed.set(bearer, token);
    }
    const actor = await this.actors.load(token.userId, token.organizationId, origin, token.scopes);
    const expiresAt = token.expiresAt === null ? null : Temporal.Instant.fromEpochMilliseconds(token.expiresAt);
    return { actor, sessionId: token.sessionId, expiresAt };
  }

  forget(sessionId?: string): void {
    if (!sessionId) return this.believed.clear();
    for (const [bearer, token] of this.believed) if (token.sessionId === sessionId) this.believed.delete(bearer);
  }

  private async look(bearer: string, now: number): Promise<Believed> {
    this.believed.delete(bearer);
    if (!bearer) throw new Unauthenticated();
    const found = bearer.startsWith('mst_') ? await this.personalToken(bearer) : await this.session(bearer);
    return { ...found, believedUntil: now + BELIEVED_MS };
  }

  private async session(bearer: string): Promise<Omit<Believed, 'believedUntil'>> {
    const claims = await this.accessTokens
      .verify(bearer, Temporal.Instant.fromEpochMilliseconds(Date.now()))
      .catch(() => undefined);
    const [session] = claims
      ? await this.database.systemRows(sql`
          select 1 from sessions where id = ${claims.sessionId} and revoked_at is null and expires_at > now()`)
      : [];
    if (!claims || !session)
      throw new Unauthenticated('invalid_token', 'The access token is wrong, expired or revoked.');
    return {
      userId: claims.userId,
      organizationId: claims.organizationId,
      sessionId: claims.sessionId,
      expiresAt: claims.expiresAt * 1000,
    };
  }

  private async personalToken(bearer: string): Promise<Omit<Believed, 'believedUntil'>> {
    const [token] = await this.database.systemRows<{
      id: string;
      user_id: string;
      organization_id: string;
      scopes: string[];
      expires_at: string | null;
    }>(sql`
      update access_tokens set last_used_at = now()
      where hash = ${hashToken(bearer)} and revoked_at is null and (expires_at is null or expires_at > now())
      returning id, user_id, organization_id, scopes, expires_at`);
    if (!token) throw new Unauthenticated('invalid_token', 'The token is wrong, expired or revoked.');
    return {
      userId: token.user_id,
      organizationId: token.organization_id,
      sessionId: token.id,
      scopes: token.scopes,
      expiresAt: token.expires_at === null ? null : Date.parse(token.expires_at),
    };
  }
}
