import { type Actor, Clock } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalTokens } from '../domain/tokens.ts';

/** Ends one of the person's own tokens. */
export class RevokeToken {
  constructor(
    readonly actor: Actor,
    readonly tokenId: string,
  ) {}
}

@CommandHandler(RevokeToken)
export class RevokeTokenHandler implements ICommandHandler<RevokeToken, void> {
  constructor(
    private readonly tokens: PersonalTokens,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, tokenId }: RevokeToken): Promise<void> {
    const token = await this.tokens.get(tokenId, actor.userId);
    await this.tokens.save(token, token.revoke(this.clock.now()));
  }
}
