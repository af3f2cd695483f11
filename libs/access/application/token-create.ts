import { type Actor, Clock, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalToken, scopesWithin } from '../domain/token.ts';
import { PersonalTokens } from '../domain/tokens.ts';
import { TokenSecrets } from './token-secrets.ts';

/** What a person says about a new token. */
export interface NewToken {
  name: string;
  scopes?: readonly string[];
  expiresAt: Temporal.Instant | null;
}

/** A token as it is shown this once. */
export interface IssuedToken {
  id: string;
  token: string;
}

/** A token for a program that acts as the person, and may do no more than they. */
export class CreateToken {
  constructor(
    readonly actor: Actor,
    readonly details: NewToken,
  ) {}
}

@CommandHandler(CreateToken)
export class CreateTokenHandler implements ICommandHandler<CreateToken, IssuedToken> {
  constructor(
    private readonly tokens: PersonalTokens,
    private readonly secrets: TokenSecrets,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, details }: CreateToken): Promise<IssuedToken> {
    const { organizationId, userId, abilities } = actor;
    const { token, hash } = this.secrets.issue('personal');
    const scopes = scopesWithin(abilities.codes, details.scopes);
    const identity = { organizationId, id: newId(), userId, hash };
    const issued = PersonalToken.issue(identity, { ...details, scopes }, this.clock.now());
    await this.tokens.add(issued, issued.created());
    return { id: issued.id, token };
  }
}
