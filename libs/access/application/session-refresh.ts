import { Clock, type Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InvalidRefreshToken, RefreshTokenReused } from '../domain/account-errors.ts';
import { AccountWork } from './account-work.ts';
import { SessionTokens, type Tokens } from './session-tokens.ts';

/** New tokens for a refresh token, which is spent by it. */
export class RefreshSession {
  constructor(
    readonly refreshToken: string,
    readonly origin: Origin,
  ) {}
}

@CommandHandler(RefreshSession)
export class RefreshSessionHandler implements ICommandHandler<RefreshSession, Tokens> {
  constructor(
    private readonly work: AccountWork,
    private readonly tokens: SessionTokens,
    private readonly clock: Clock,
  ) {}

  async execute({ refreshToken, origin }: RefreshSession): Promise<Tokens> {
    const presented = this.tokens.read(refreshToken);
    if (!presented) throw new InvalidRefreshToken();
    const next = this.tokens.refreshToken(presented.sessionId);
    // The end of the session must outlast the refusal, so the error is thrown behind the transaction.
    const session = await this.work.run({ origin }, async ({ sessions }) => {
      const found = await sessions.find(presented.sessionId);
      if (!found) throw new InvalidRefreshToken();
      const revoked = found.refresh(presented.hash, next.hash, this.clock.now());
      await sessions.save(found, ...(revoked ? [revoked] : []));
      return revoked ? undefined : found;
    });
    if (!session) throw new RefreshTokenReused();
    const { token: accessToken, expiresIn } = await this.tokens.accessToken(session.state);
    return { accessToken, refreshToken: next.token, expiresIn };
  }
}
