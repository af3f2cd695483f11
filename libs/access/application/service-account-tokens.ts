import { type Actor, Clock, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Members } from '../domain/members.ts';
import { Roles } from '../domain/roles.ts';
import { ServiceAccounts } from '../domain/service-account.ts';
import { PersonalToken, scopesWithin } from '../domain/token.ts';
import { PersonalTokens } from '../domain/tokens.ts';
import { Actors } from './actors.ts';
import { Granting } from './granting.ts';
import type { IssuedToken, NewToken } from './token-create.ts';
import { TokenSecrets } from './token-secrets.ts';

/** A token for a service account. */
export class CreateServiceToken {
  constructor(
    readonly actor: Actor,
    readonly accountId: string,
    readonly details: NewToken,
  ) {}
}

/** Ends a token of a service account. */
export class RevokeServiceToken {
  constructor(
    readonly actor: Actor,
    readonly accountId: string,
    readonly tokenId: string,
  ) {}
}

/** Ends a service account with all its tokens. */
export class RemoveServiceAccount {
  constructor(
    readonly actor: Actor,
    readonly accountId: string,
  ) {}
}

/** Who may act for a service account, and as far as what: nobody gets more out of it than they may do themselves. */
export class ServiceAccountCheck {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly roles: Roles,
    private readonly granting: Granting,
    private readonly actors: Actors,
  ) {}

  async authorize(actor: Actor, accountId: string): Promise<void> {
    actor.authorize('edit', await this.accounts.get(accountId));
  }

  async scopes(actor: Actor, accountId: string, asked?: readonly string[]): Promise<string[]> {
    const account = await this.accounts.get(accountId);
    actor.authorize('edit', account);
    this.granting.authorizeRole(actor, await this.roles.get(account.roleId));
    const { abilities } = await this.actors.load(accountId, actor.organizationId);
    return scopesWithin(abilities.codes, asked);
  }
}

@CommandHandler(CreateServiceToken)
export class CreateServiceTokenHandler implements ICommandHandler<CreateServiceToken, IssuedToken> {
  constructor(
    private readonly check: ServiceAccountCheck,
    private readonly tokens: PersonalTokens,
    private readonly secrets: TokenSecrets,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, accountId, details }: CreateServiceToken): Promise<IssuedToken> {
    const scopes = await this.check.scopes(actor, accountId, details.scopes);
    const { token, hash } = this.secrets.issue('service');
    const identity = { organizationId: actor.organizationId, id: newId(), userId: accountId, hash };
    const issued = PersonalToken.issue(identity, { ...details, scopes }, this.clock.now());
    await this.tokens.add(issued, issued.created());
    return { id: issued.id, token };
  }
}

@CommandHandler(RevokeServiceToken)
export class RevokeServiceTokenHandler implements ICommandHandler<RevokeServiceToken, void> {
  constructor(
    private readonly check: ServiceAccountCheck,
    private readonly tokens: PersonalTokens,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, accountId, tokenId }: RevokeServiceToken): Promise<void> {
    await this.check.authorize(actor, accountId);
    const token = await this.tokens.get(tokenId, accountId);
    await this.tokens.save(token, token.revoke(this.clock.now()));
  }
}

@CommandHandler(RemoveServiceAccount)
export class RemoveServiceAccountHandler implements ICommandHandler<RemoveServiceAccount, void> {
  constructor(
    private readonly check: ServiceAccountCheck,
    private readonly members: Members,
    private readonly tokens: PersonalTokens,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, accountId }: RemoveServiceAccount): Promise<void> {
    await this.check.authorize(actor, accountId);
    for (const token of await this.tokens.openOf(accountId)) {
      await this.tokens.save(token, token.revoke(this.clock.now()));
    }
    const member = await this.members.get(accountId);
    const deactivated = member.deactivate();
    if (deactivated) await this.members.save(member, deactivated);
  }
}
