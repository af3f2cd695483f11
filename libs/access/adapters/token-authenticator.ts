import { hash } from 'node:crypto';
import { Clock, type DomainEvent, type Origin } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { AccessTokens, InvalidAccessToken } from '#platform/crypto/jwt';
import { Unauthenticated } from '#platform/http/actor';
import { Actors } from '../application/actors.ts';
import { type Authenticated, Authenticator } from '../application/authenticator.ts';
import { type Credential, StoredCredentials } from './token-credentials.ts';

interface Believed extends Credential {
  believedUntil: number;
}

const BELIEVED_MS = 60_000;
const MOST_BELIEVED = 50_000;
const ENDS_ONE = new Set(['session.revoked', 'access_token.revoked']);
const ENDS_ALL_OF_ONE = new Set(['member.deactivated', 'member.removed']);

/**
 * Access tokens and personal access tokens. A believed one costs a hash and a look into a map; it is looked at again
 * after a minute at the latest, and at once when it is revoked.
 */
@Injectable()
export class TokenAuthenticator extends Authenticator {
  /** By hash, so that a dump of the memory holds no token. */
  private readonly believed = new Map<string, Believed>();
  /** Counts what was forgotten: a look that began before must not be believed behind it. */
  private forgotten = 0;

  constructor(
    private readonly stored: StoredCredentials,
    private readonly actors: Actors,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
  ) {
    super();
  }

  async authenticate(bearer: string, origin: Origin): Promise<Authenticated> {
    if (!bearer) throw new Unauthenticated();
    const now = this.clock.now().epochMilliseconds;
    const key = hash('sha256', bearer, 'base64url');
    let token = this.believed.get(key);
    if (!token || token.believedUntil <= now) token = await this.look(key, bearer, now);
    const actor = await this.actors.load(token.userId, token.organizationId, origin, token.scopes);
    return { actor, sessionId: token.sessionId, kind: token.kind, expiresAt: token.expiresAt };
  }

  hear({ type, subject }: Pick<DomainEvent, 'type' | 'subject'>): void {
    if (ENDS_ONE.has(type)) this.forgetWhere(({ sessionId }) => sessionId === subject.id);
    else if (ENDS_ALL_OF_ONE.has(type)) this.forgetWhere(({ userId }) => userId === subject.id);
  }

  forget(sessionId?: string): void {
    this.forgetWhere((token) => !sessionId || token.sessionId === sessionId);
  }

  private forgetWhere(isOver: (token: Believed) => boolean): void {
    this.forgotten++;
    for (const [key, token] of this.believed) if (isOver(token)) this.believed.delete(key);
  }

  private async look(key: string, bearer: string, now: number): Promise<Believed> {
    this.believed.delete(key);
    const { forgotten } = this;
    const credential = bearer.startsWith('mst_')
      ? await this.stored.ofAccessToken(bearer, this.clock.now())
      : await this.ofSession(bearer);
    if (!credential) throw new Unauthenticated('token_invalid', 'The token is wrong, expired or revoked.');
    const ends = credential.expiresAt?.epochMilliseconds ?? Infinity;
    const token = { ...credential, believedUntil: Math.min(now + BELIEVED_MS, ends) };
    if (forgotten === this.forgotten) this.believe(key, token);
    return token;
  }

  private believe(key: string, token: Believed): void {
    if (this.believed.size >= MOST_BELIEVED) this.believed.delete(this.believed.keys().next().value!);
    this.believed.set(key, token);
  }

  private async ofSession(bearer: string): Promise<Credential | undefined> {
    try {
      const now = this.clock.now();
      const { expiresAt, ...claims } = await this.accessTokens.verify(bearer, now);
      const found = await this.stored.ofSession(claims, now);
      return found && { ...found, expiresAt: Temporal.Instant.fromEpochMilliseconds(expiresAt * 1000) };
    } catch (error) {
      if (!(error instanceof InvalidAccessToken)) throw error;
      const isExpired = error.reason === 'expired';
      throw new Unauthenticated(isExpired ? 'token_expired' : 'token_invalid', error.message);
    }
  }
}
