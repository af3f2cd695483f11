import { Clock, DomainError, newId, type Origin } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { ACCESS_TOKEN_TTL, AccessTokens } from '#platform/crypto/jwt';
import { hashToken, newToken } from '#platform/crypto/tokens';
import { Authenticator } from '../application/authenticator.ts';
import { TokenIssuer, type Tokens } from '../application/token-issuer.ts';
import { type Session, Sessions } from '../domain/sessions.ts';

const SESSION_DAYS = 30;

/** Short-lived access tokens, renewed by refresh tokens that work once. */
@Injectable()
export class SessionTokens extends TokenIssuer {
  constructor(
    private readonly sessions: Sessions,
    private readonly accessTokens: AccessTokens,
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {
    super();
  }

  async open(accountId: string, organizationId: string, origin: Origin): Promise<Tokens> {
    const session = { id: newId(), accountId, organizationId };
    const refresh = newToken('refresh');
    await this.sessions.open(session, refresh.hash, this.end(), origin);
    return this.tokens(session, refresh.token);
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    const next = newToken('refresh');
    const session = await this.sessions.rotate(hashToken(refreshToken), next.hash, this.end());
    if (session === 'reused') {
      this.authenticator.forget();
      throw new DomainError(
        'unauthenticated',
        'refresh_token_reused',
        'This refresh token was used before; sign in again.',
      );
    }
    if (!session)
      throw new DomainError('unauthenticated', 'invalid_refresh_token', 'The refresh token is wrong or expired.');
    return this.tokens(session, next.token);
  }

  private end(): Temporal.Instant {
    return this.clock.now().add({ hours: 24 * SESSION_DAYS });
  }

  private async tokens({ id, accountId, organizationId }: Session, refreshToken: string): Promise<Tokens> {
    const accessToken = await this.accessTokens.sign(
      { userId: accountId, organizationId, sessionId: id },
      this.clock.now(),
    );
    return { accessToken, refreshToken, expiresIn: ACCESS_TOKEN_TTL };
  }
}
