import { Clock, InvalidInput, newId, type Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Account } from '../domain/account.ts';
import { InvitationRefused } from '../domain/open-invitations.ts';
import { Passwords } from '../domain/passwords.ts';
import { type AccountStores, AccountWork } from './account-work.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';

/** Somebody follows the link of their invitation; without an account they bring a name and a password. */
export class AcceptInvitation {
  constructor(
    readonly token: string,
    readonly person: { name?: string; password?: string },
    readonly origin: Origin,
  ) {}
}

/** Who joined; a session only for a new account, since a link must not get around an old one's password. */
export interface Joined {
  user: { id: string; name: string };
  organization: { id: string; name: string };
  session?: SignedIn;
}

@CommandHandler(AcceptInvitation)
export class AcceptInvitationHandler implements ICommandHandler<AcceptInvitation, Joined> {
  constructor(
    private readonly work: AccountWork,
    private readonly passwords: Passwords,
    private readonly starter: SessionStarter,
    private readonly clock: Clock,
  ) {}

  async execute({ token, person, origin }: AcceptInvitation): Promise<Joined> {
    const { known, account } = await this.whoFollows(token, person, origin);
    return this.work.run({ userId: account.id, origin }, async (stores) => {
      const invitation = await stores.invitations.accept(token, this.clock.now());
      if (!invitation) throw new InvitationRefused();
      if (!known) await stores.accounts.add(account);
      const { organizationId, roleId } = invitation;
      await stores.memberships.join(organizationId, account, roleId);
      stores.invitations.accepted(invitation, account.id);
      return this.joined(stores, account, organizationId, known ? undefined : origin);
    });
  }

  /** Looked up before anything is spent, so that a forgotten name costs nobody their invitation. */
  private async whoFollows(token: string, person: AcceptInvitation['person'], origin: Origin) {
    const found = await this.work.run({ origin }, async ({ invitations, accounts }) => {
      const invitation = await invitations.find(token, this.clock.now());
      if (!invitation) throw new InvitationRefused();
      return { email: invitation.email, known: await accounts.findByEmail(invitation.email) };
    });
    const { email, known } = found;
    return { known, account: known ?? (await this.newAccount(email, person)) };
  }

  /** Only the letter holds the token, so the address is theirs. */
  private async newAccount(email: string, { name, password }: AcceptInvitation['person']): Promise<Account> {
    if (name === undefined) throw new InvalidInput('/name', 'required', 'Say your name: you have no account yet.');
    if (password === undefined) {
      throw new InvalidInput('/password', 'required', 'Choose a password: you have no account yet.');
    }
    const passwordHash = await this.passwords.hash(password);
    return Account.of({ id: newId(), email, name, passwordHash, emailVerifiedAt: this.clock.now() });
  }

  private async joined(stores: AccountStores, account: Account, organizationId: string, origin?: Origin) {
    const organizations = await stores.memberships.of(account.id);
    const { name } = organizations.find((one) => one.organizationId === organizationId)!;
    return {
      user: { id: account.id, name: account.name },
      organization: { id: organizationId, name },
      ...(origin && { session: await this.starter.start(stores, account, { organizationId }, origin) }),
    };
  }
}
