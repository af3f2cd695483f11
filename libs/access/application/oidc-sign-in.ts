import { newId, type Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Account } from '../domain/account.ts';
import { OneTimeTokenRefused } from '../domain/account-errors.ts';
import { NotVouchedFor, type OidcClaims, type OidcProvider } from '../domain/oidc-provider.ts';
import { OidcProviders } from '../domain/oidc-providers.ts';
import { type AccountStores, AccountWork } from './account-work.ts';
import { OidcClient } from './oidc-client.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';

/** Sends a person to the identity provider of an organization. */
export class StartOidcSignIn {
  constructor(
    readonly providerId: string,
    readonly origin: Origin,
    /** A path of the web app where the person wants to end up; without it, the answer is JSON. */
    readonly returnTo: string | null,
  ) {}
}

/** A person who comes back from the identity provider, in the browser that was sent there. */
export class CompleteOidcSignIn {
  constructor(
    readonly providerId: string,
    readonly query: string,
    /** The state as the query has it, and as the browser remembers it. */
    readonly state: { brought: string; remembered: string },
    readonly origin: Origin,
  ) {}
}

/** Trades the code of a completed single sign-on for a session. */
export class ExchangeOidcCode {
  constructor(
    readonly code: string,
    readonly origin: Origin,
  ) {}
}

/** A code for `ExchangeOidcCode`, and where the person wanted to go with it. */
export interface OidcCompleted {
  code: string;
  returnTo: string | null;
}

@CommandHandler(StartOidcSignIn)
export class StartOidcSignInHandler implements ICommandHandler<StartOidcSignIn, { url: string; state: string }> {
  constructor(
    private readonly providers: OidcProviders,
    private readonly client: OidcClient,
    private readonly work: AccountWork,
  ) {}

  async execute({ providerId, origin, returnTo }: StartOidcSignIn): Promise<{ url: string; state: string }> {
    const provider = await this.providers.findAnywhere(providerId);
    if (!provider) throw new NotVouchedFor('provider_disabled');
    const check = this.client.newCheck();
    const data = { provider_id: providerId, nonce: check.nonce, verifier: check.codeVerifier, return_to: returnTo };
    const state = await this.work.run({ origin }, ({ oneTimeTokens }) =>
      oneTimeTokens.issue('oidc_sign_in', { accountId: null, data }),
    );
    return { url: await this.client.authorizationUrl(provider, state, check), state };
  }
}

@CommandHandler(CompleteOidcSignIn)
export class CompleteOidcSignInHandler implements ICommandHandler<CompleteOidcSignIn, OidcCompleted> {
  constructor(
    private readonly providers: OidcProviders,
    private readonly client: OidcClient,
    private readonly work: AccountWork,
  ) {}

  async execute({ providerId, query, state, origin }: CompleteOidcSignIn): Promise<OidcCompleted> {
    if (state.brought === '' || state.brought !== state.remembered) throw new NotVouchedFor('sign_in_refused');
    const provider = await this.providers.findAnywhere(providerId);
    if (!provider) throw new NotVouchedFor('provider_disabled');
    const grant = await this.work.run({ origin }, ({ oneTimeTokens }) =>
      oneTimeTokens.use('oidc_sign_in', state.brought),
    );
    const { provider_id, nonce, verifier, return_to } = grant?.data ?? {};
    if (provider_id !== providerId || !nonce || !verifier) throw new NotVouchedFor('sign_in_refused');
    const check = { nonce, codeVerifier: verifier };
    const claims = await this.client.claims(provider, query, state.brought, check);
    return { code: await this.letIn(provider, claims, origin), returnTo: return_to ?? null };
  }

  private async letIn(provider: OidcProvider, claims: OidcClaims, origin: Origin): Promise<string> {
    const known = await this.work.run({ origin }, (stores) => knownAccount(stores, provider, claims));
    const account = known ?? newAccount(provider.addressOf(claims), claims);
    const { organizationId: organization_id, id: provider_id } = provider;
    return this.work.run(
      { userId: account.id, origin },
      async ({ accounts, identities, memberships, oneTimeTokens }) => {
        if (!known) await accounts.add(account);
        await identities.link(provider_id, claims.sub, account.id);
        await memberships.join(organization_id, account, provider.details.defaultRoleId);
        return oneTimeTokens.issue('oidc_exchange', { accountId: account.id, data: { organization_id, provider_id } });
      },
    );
  }
}

@CommandHandler(ExchangeOidcCode)
export class ExchangeOidcCodeHandler implements ICommandHandler<ExchangeOidcCode, SignedIn> {
  constructor(
    private readonly work: AccountWork,
    private readonly starter: SessionStarter,
  ) {}

  async execute({ code, origin }: ExchangeOidcCode): Promise<SignedIn> {
    const grant = await this.work.run({ origin }, ({ oneTimeTokens }) => oneTimeTokens.peek('oidc_exchange', code));
    const { organization_id: organizationId, provider_id: providerId } = grant?.data ?? {};
    if (!grant?.accountId || !organizationId || !providerId) throw new OneTimeTokenRefused('/code');
    const userId = grant.accountId;
    return this.work.run({ userId, origin }, async (stores) => {
      if (!(await stores.oneTimeTokens.use('oidc_exchange', code))) throw new OneTimeTokenRefused('/code');
      return this.starter.start(stores, await stores.accounts.get(userId), { organizationId, providerId }, origin);
    });
  }
}

/**
 * The account that was linked before, or that has the address which the provider vouches for. An account that never
 * proved the address may be anybody's, so it is not handed over.
 */
async function knownAccount(
  { accounts, identities }: AccountStores,
  provider: OidcProvider,
  claims: OidcClaims,
): Promise<Account | undefined> {
  const linked = await identities.accountOf(provider.id, claims.sub);
  if (linked) return accounts.get(linked);
  const account = await accounts.findByEmail(provider.addressOf(claims));
  if (account && !account.state.emailVerifiedAt) throw new NotVouchedFor('account_not_verified');
  return account;
}

function newAccount(email: string, { name }: OidcClaims): Account {
  const shown = typeof name === 'string' && name.trim() ? name.trim().slice(0, 100) : email.split('@')[0]!;
  return Account.of({ id: newId(), email, name: shown });
}
