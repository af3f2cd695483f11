import { Clock, newId, type Origin } from '#kernel/index';
import type { Account } from '../domain/account.ts';
import { NoMembership } from '../domain/account-errors.ts';
import type { Membership } from '../domain/account-memberships.ts';
import { Session } from '../domain/session.ts';
import type { AccountStores } from './account-work.ts';
import type { SessionTokens, Tokens } from './session-tokens.ts';

/** Who has come in, where, and with what. */
export interface SignedIn {
  tokens: Tokens;
  user: { id: string; email: string; name: string; emailVerified: boolean };
  organization: Membership;
}

/** Where a session is wanted; without an organization, where the person was last. */
export interface Destination {
  organizationId?: string;
  providerId?: string;
}

/** Opens sessions for accounts that have proved who they are. */
export class SessionStarter {
  constructor(
    private readonly tokens: SessionTokens,
    private readonly clock: Clock,
  ) {}

  async start(
    { memberships, sessions }: AccountStores,
    account: Account,
    { organizationId, providerId = undefined }: Destination,
    origin: Origin,
  ): Promise<SignedIn> {
    const organization = (await memberships.of(account.id)).find(
      (one) => !organizationId || one.organizationId === organizationId,
    );
    if (!organization) throw new NoMembership();
    const id = newId();
    const refresh = this.tokens.refreshToken(id);
    const who = { id, accountId: account.id, organizationId: organization.organizationId };
    const session = Session.open(
      { ...who, providerId: providerId ?? null, refreshHash: refresh.hash },
      origin,
      this.clock.now(),
    );
    await sessions.add(session, session.started());
    const { token: accessToken, expiresIn } = await this.tokens.accessToken(who);
    const { email, name, state } = account;
    return {
      tokens: { accessToken, refreshToken: refresh.token, expiresIn },
      user: { id: account.id, email, name, emailVerified: state.emailVerifiedAt !== null },
      organization,
    };
  }
}
