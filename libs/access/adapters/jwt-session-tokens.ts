import { Clock } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { ACCESS_TOKEN_TTL, AccessTokens } from '#platform/crypto/jwt';
import { hashToken, newToken, tokenKind } from '#platform/crypto/tokens';
import { SessionTokens } from '../application/session-tokens.ts';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Access tokens are JWTs; a refresh token names its session, so that a spent one is known for what it is. */
@Injectable()
export class JwtSessionTokens extends SessionTokens {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
  ) {
    super();
  }

  refreshToken(sessionId: string) {
    const { token, hash } = newToken('refresh');
    return { token: `${token}.${sessionId}`, hash };
  }

  read(refreshToken: string) {
    const [secret = '', sessionId = '', ...rest] = refreshToken.split('.');
    if (rest.length > 0 || tokenKind(secret) !== 'refresh' || !uuid.test(sessionId)) return undefined;
    return { sessionId, hash: hashToken(secret) };
  }

  async accessToken({ id, accountId, organizationId }: { id: string; accountId: string; organizationId: string }) {
    const token = await this.accessTokens.sign({ userId: accountId, organizationId, sessionId: id }, this.clock.now());
    return { token, expiresIn: ACCESS_TOKEN_TTL };
  }
}
